"""The shops of a town of our invention: what they are called, what they sell, how their photos look."""

from dataclasses import dataclass

WEEK = "Tu-Fr 09:00-12:30,14:30-19:00; Sa 09:00-19:00; Su 09:00-12:30"


@dataclass(frozen=True)
class Stall:
    """A shop of our invention; `colour` is that of its photos."""

    name: str
    trade: str
    street: str
    hours: str
    colour: tuple[int, int, int]
    categories: tuple[tuple[str, tuple[str, ...]], ...]
    presentation: str = ""


STALLS = (
    Stall(
        "Au Panier de Lise",
        "Épicerie fine",
        "4, rue des Halles",
        WEEK,
        (196, 160, 98),
        (
            ("Cafés et thés", ("Café moulu 250 g", "Thé noir fumé 100 g", "Infusion verveine", "Café en grains 1 kg")),
            ("Épicerie salée", ("Huile de noix 50 cl", "Moutarde à l’ancienne", "Farine de blé noir 1 kg", "Sel gris")),
            ("Fromages", ("Comté 18 mois", "Tomme au foin", "Bleu de brebis")),
            ("Confiserie", ("Caramels au beurre salé 200 g", "Miel de bruyère 500 g", "Pâtes de fruits")),
        ),
        "Des produits de producteurs d’ici, choisis un par un.\n\nPassez le samedi pour les fromages.",
    ),
    Stall(
        "Fournil Saint-Patern",
        "Boulangerie",
        "1, rue du Four",
        "Tu-Su 07:00-13:00,15:30-19:30",
        (214, 158, 84),
        (
            ("Pains", ("Baguette de tradition", "Pain de seigle 500 g", "Miche au levain", "Pain aux noix")),
            ("Viennoiseries", ("Kouign-amann individuel", "Croissant au beurre", "Brioche tressée")),
            ("Desserts", ("Far aux pruneaux", "Tarte aux pommes")),
        ),
        "Levain, farines de meules, four à bois. Deux fournées par jour.",
    ),
    Stall(
        "La Page d’à côté",
        "Librairie-papeterie",
        "12, place du Marché",
        "Tu-Sa 10:00-19:00",
        (96, 118, 160),
        (
            ("Livres", ("Atlas des marées", "Contes du golfe", "Cuisine du potager", "Le phare et la lune")),
            ("Papeterie", ("Carnet ligné A5", "Stylo plume, encre bleue", "Papier à lettres", "Encre sépia")),
            ("Jeux", ("Jeu de sept familles du littoral", "Puzzle 500 pièces", "Dominos en bois")),
        ),
        "Mille romans, un fauteuil, un chat.",
    ),
    Stall(
        "Les Halles Marines",
        "Poissonnerie",
        "2, quai du Port",
        "Tu-Sa 08:00-13:00; Su 08:00-12:30",
        (86, 140, 158),
        (
            ("Poissons", ("Bar de ligne", "Filet de lieu", "Sole", "Sardines")),
            ("Coquillages", ("Huîtres n° 3", "Moules")),
        ),
    ),
    Stall(
        "Cave du Rempart",
        "Caviste",
        "8, rue Haute",
        "Tu-Sa 10:00-12:30,15:00-19:30",
        (118, 58, 82),
        (("Boissons", ("Cidre brut 75 cl", "Jus de pomme 1 l", "Muscadet 75 cl", "Bière ambrée 33 cl", "Limonade")),),
        "Vignerons indépendants, cidres et bières d’ici.",
    ),
    Stall(
        "Fleurs de mai",
        "Fleuriste",
        "15, rue des Halles",
        "Mo-Sa 09:00-19:00",
        (206, 118, 138),
        (("Fleurs", ("Bouquet du moment", "Renoncules", "Eucalyptus", "Roses anciennes")), ("Plantes", ("Fougère",))),
    ),
    Stall(
        "Quincaillerie Le Gall",
        "Quincaillerie",
        "22, rue de la Gare",
        "Mo-Sa 09:00-12:00,14:00-18:30",
        (132, 122, 110),
        (
            ("Outillage", ("Marteau de menuisier", "Tournevis plat", "Mètre ruban 5 m")),
            ("Maison", ("Ampoule", "Balai")),
        ),
    ),
    Stall(
        "Primeur des Lices",
        "Primeur",
        "Halle, stand 7",
        "Tu-Sa 08:00-13:00",
        (120, 158, 84),
        (("Fruits et légumes", ("Pommes de garde", "Poireaux", "Salade batavia", "Betteraves", "Citrons")),),
    ),
    Stall(
        "Savonnerie des Dunes",
        "Parfumerie-cosmétique",
        "6, rue des Orfèvres",
        "Tu-Sa 10:00-19:00",
        (150, 176, 180),
        (
            ("Hygiène", ("Savon au lait de jument", "Baume à lèvres", "Shampoing solide")),
            ("Bougies", ("Bougie figuier",)),
        ),
    ),
    Stall(
        "Laine & Compagnie",
        "Mercerie",
        "3, venelle du Puits",
        "sur rendez-vous, téléphonez avant de venir",
        (170, 120, 160),
        (("Mercerie", ("Pelote mérinos", "Aiguilles à tricoter", "Boutons de corne")),),
    ),
    Stall(
        "Boucherie Kervella",
        "Boucherie",
        "9, rue des Halles",
        WEEK,
        (176, 92, 80),
        (("Viandes", ("Rôti de porc", "Saucisses au chou")),),
    ),
    Stall("Cordonnerie du Passage", "Cordonnerie", "1, passage des Arts", "Tu-Fr 09:00-18:00", (120, 100, 84), ()),
)
