"""A town's shelves for tests of the search: some thousand invented articles of ordinary French shops, always the same.

Every article has near neighbours: the same thing in other sizes, kinds and colours, and words that differ by a letter.
Brands and shops are made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Article:
    """An article of a shop."""

    shop: str
    ref: str
    name: str
    brand: str
    category: str
    price_minor: int
    is_there: bool


@dataclass(frozen=True)
class _Shelf:
    """A category of a shop: things, the kinds of each, and the sizes that all come in."""

    category: str
    things: str
    kinds: str
    sizes: str = ""
    brands: str = ""


SHOPS: dict[str, tuple[str, str]] = {
    "Crémerie Le Gall": ("Crémerie", "cremerie"),
    "Boulangerie Dupain": ("Boulangerie", "boulangerie"),
    "Le Fournil des Halles": ("Boulangerie", "fournil"),
    "Librairie du Phare": ("Librairie", "librairie"),
    "Quincaillerie Marchand": ("Quincaillerie", "quincaillerie"),
    "Mercerie au Fil d'Ariane": ("Mercerie", "mercerie"),
    "Mode et Compagnie": ("Vêtements", "mode"),
    "Épicerie du Port": ("Épicerie", "epicerie"),
    "Fleurs de Saison": ("Fleuriste", "fleurs"),
    "Cave Saint-Vincent": ("Caviste", "cave"),
    "Maroquinerie Cuir et Toile": ("Maroquinerie", "maroquinerie"),
    "La Boîte à Jouets": ("Jouets", "jouets"),
    "Papeterie de l'École": ("Papeterie", "papeterie"),
    "Droguerie Moderne": ("Droguerie", "droguerie"),
    "Poissonnerie de la Criée": ("Poissonnerie", "poissonnerie"),
    "Boucherie Kerouan": ("Boucherie", "boucherie"),
    "Chaussures Pas à Pas": ("Chaussures", "chaussures"),
    "Beauté Naturelle": ("Cosmétiques", "beaute"),
    "Vélos et Balades": ("Cycles", "velos"),
    "Art de la Table": ("Vaisselle", "table"),
}

_SHELVES: dict[str, tuple[_Shelf, ...]] = {
    "Crémerie Le Gall": (
        _Shelf("Beurres", "Beurre", "doux, salé, demi-sel, cru, baratte, allégé, aux algues", "125 g, 250 g, 500 g", "Laiterie des Prés"),
        _Shelf("Fromages", "Camembert, Brie, Comté, Emmental, Roquefort, Reblochon, Munster, Tomme de brebis, Bûche de chèvre, Mimolette, Cantal, Bleu d'Auvergne, Saint-Nectaire", "au lait cru, affiné, jeune, fermier, fumé", "", "Affineurs du Val"),
        _Shelf("Laits et crèmes", "Lait, Crème fraîche, Yaourt, Fromage blanc, Lait fermenté", "entier, demi-écrémé, nature, de brebis, à la vanille, sans lactose, épais", "50 cl, 1 L", "Laiterie des Prés"),
        _Shelf("Œufs", "Œufs", "fermiers, bio, plein air, de caille, de poules élevées au sol", "par 6, par 12"),
    ),
    "Boulangerie Dupain": (
        _Shelf("Pains", "Baguette, Pain de campagne, Pain complet, Pain de seigle, Boule, Ficelle, Pain de mie, Pain aux noix, Pain aux céréales", "tradition, bio, au levain, tranché", ""),
        _Shelf("Viennoiseries", "Croissant, Pain au chocolat, Brioche, Chausson aux pommes, Pain aux raisins, Kouign-amann", "pur beurre, aux amandes, nature, géant", ""),
        _Shelf("Pâtisseries", "Tarte, Tartelette, Éclair, Millefeuille, Gâteau, Far", "au citron, aux pommes, aux fraises, au chocolat, aux pruneaux, à la framboise, basque, breton", ""),
    ),
    "Le Fournil des Halles": (
        _Shelf("Pains", "Baguette, Pain de campagne, Miche, Fougasse", "tradition, aux olives, au sésame, sans gluten", ""),
        _Shelf("Sandwichs", "Sandwich, Quiche, Pizza, Croque-monsieur, Casse-croûte", "jambon beurre, poulet crudités, lorraine, trois fromages, végétarien", ""),
    ),
    "Librairie du Phare": (
        _Shelf("Romans", "Le Phare, Les Marées, La Dernière Gare, Le Jardin d'hiver, Une saison à l'île, Les Heures lentes, Le Goût du sel, Mémoires d'un boulanger, L'Écume et le Vent, La Maison bleue", "roman, poche, grand format, livre audio"),
        _Shelf("Policiers", "Meurtre au marché, L'Énigme du canal, Le Silence du notaire, Brouillard sur le port, La Veuve du quai", "poche, grand format, édition de luxe"),
        _Shelf("Jeunesse", "Album, Bande dessinée, Imagier, Conte, Livre de coloriage, Livre cartonné", "les animaux de la ferme, les pirates, la princesse, les dinosaures, les saisons, l'espace"),
        _Shelf("Guides", "Guide, Carte routière, Carnet de voyage, Atlas", "Bretagne, Normandie, Pays basque, Corse, des oiseaux, des champignons, de randonnée"),
        _Shelf("Cuisine", "Recettes", "de crêpes, végétariennes, au four, de gâteaux, de grand-mère, sans gluten, de confitures"),
    ),
    "Quincaillerie Marchand": (
        _Shelf("Outillage", "Marteau, Tournevis, Pince, Clé à molette, Scie, Perceuse, Mètre ruban, Niveau à bulle, Cutter, Ciseau à bois", "cruciforme, plat, coupante, multiprise, professionnel, de précision, sans fil, isolé", ""),
        _Shelf("Visserie", "Vis, Clous, Boulons, Chevilles, Écrous, Rondelles", "inox, acier, laiton, nylon, à bois, à béton", "4 mm, 6 mm, 8 mm"),
        _Shelf("Électricité", "Ampoule, Rallonge, Multiprise, Interrupteur, Prise murale, Pile", "LED, blanche, noire, E27, E14, à détecteur, étanche", ""),
        _Shelf("Serrurerie", "Cadenas, Serrure, Verrou, Porte-clés, Poignée de porte, Charnière", "laiton, à code, noir, chromé, renforcé", ""),
        _Shelf("Peinture", "Peinture, Pinceau, Rouleau, Enduit, Vernis, Lasure", "blanc mat, blanc satiné, gris perle, bois, façade, bleu nuit", "50 cl, 2,5 L"),
    ),
    "Mercerie au Fil d'Ariane": (
        _Shelf("Laines", "Pelote de laine, Fil à tricoter, Laine mérinos, Coton à crocheter", "écrue, rouge, bleu marine, vert sapin, moutarde, rose poudré", "50 g, 100 g", "Filature du Moulin"),
        _Shelf("Couture", "Fil à coudre, Fermeture éclair, Ruban satin, Biais, Élastique, Dentelle, Galon", "noir, blanc, rouge, écru, doré, bleu", "10 m, 25 m"),
        _Shelf("Accessoires de couture", "Aiguilles, Boutons, Épingles, Dé à coudre, Ciseaux, Crochet, Découd-vite, Mètre de couturière", "à tricoter, à coudre, nacre, en bois, bambou, acier", ""),
    ),
    "Mode et Compagnie": (
        _Shelf("Hauts", "T-shirt, Chemise, Pull, Gilet, Polo, Sweat-shirt, Marinière, Débardeur", "blanc, noir, bleu marine, rayé, en lin, en coton bio, en laine", "taille S, taille M, taille L", "Atelier du Large"),
        _Shelf("Bas", "Pantalon, Jean, Jupe, Short, Legging", "noir, bleu, beige, plissé, droit, taille haute", "taille 38, taille 40, taille 42", "Atelier du Large"),
        _Shelf("Accessoires", "Écharpe, Bonnet, Gants, Ceinture, Chapeau de paille, Casquette, Foulard", "en laine, en cuir, en soie, gris, rouge, à carreaux", ""),
        _Shelf("Vestes", "Veste, Manteau, Imperméable, Ciré, Doudoune, Coupe-vent", "jaune, kaki, bleu marine, femme, homme, enfant", ""),
    ),
    "Épicerie du Port": (
        _Shelf("Confitures et miels", "Confiture, Gelée, Miel, Pâte à tartiner, Marmelade", "de fraises, d'abricots, de figues, de lavande, d'acacia, aux noisettes, d'oranges amères, de framboises, de châtaignier", "250 g, 370 g", "Les Bocaux de Lise"),
        _Shelf("Cafés et thés", "Café moulu, Café en grains, Thé vert, Thé noir, Tisane, Infusion, Chicorée", "de Colombie, d'Éthiopie, au jasmin, à la menthe, bergamote, verveine, camomille, décaféiné", "100 g, 250 g", "Brûlerie du Quai"),
        _Shelf("Pâtes et riz", "Spaghetti, Coquillettes, Tagliatelles, Riz basmati, Riz rond, Semoule, Lentilles, Quinoa, Boulgour, Pois chiches", "bio, complet, fines, vertes, corail", "500 g, 1 kg"),
        _Shelf("Huiles et vinaigres", "Huile d'olive, Huile de colza, Huile de noix, Vinaigre de cidre, Vinaigre balsamique, Moutarde", "vierge extra, à l'ancienne, bio, à l'estragon", "25 cl, 75 cl"),
        _Shelf("Conserves", "Sardines, Thon, Maquereaux, Rillettes, Haricots verts, Petits pois, Tomates pelées, Maïs, Cassoulet, Soupe de poisson", "à l'huile d'olive, au naturel, au citron, extra-fins, à la tomate", "115 g, 400 g"),
        _Shelf("Chocolats et biscuits", "Chocolat noir, Chocolat au lait, Galettes, Sablés, Palets bretons, Cookies, Madeleines, Caramels", "pur beurre, aux noisettes, au beurre salé, 70 %, aux éclats de fèves, à l'orange", "100 g, 200 g"),
        _Shelf("Boissons", "Jus de pomme, Jus d'orange, Sirop, Limonade, Eau gazeuse, Cidre", "artisanal, bio, de grenadine, de menthe, brut, doux", "33 cl, 75 cl, 1 L"),
        _Shelf("Épices", "Poivre, Curry, Paprika, Cannelle, Curcuma, Gingembre, Herbes de Provence, Sel", "noir, moulu, en grains, fumé, fin, gros, de Guérande", "50 g, 250 g"),
        _Shelf("Farines et sucres", "Farine de blé, Farine de sarrasin, Farine de châtaigne, Sucre roux, Sucre en poudre, Levure", "T55, T80, bio, de canne, glace", "500 g, 1 kg"),
    ),
    "Fleurs de Saison": (
        _Shelf("Bouquets", "Bouquet", "de roses rouges, de roses blanches, de tulipes, de pivoines, de renoncules, champêtre, séché, de mariée, de saison", ""),
        _Shelf("Plantes", "Orchidée, Cactus, Ficus, Monstera, Hortensia, Géranium, Lavande, Basilic, Menthe, Fougère, Bégonia, Cyclamen", "en pot, blanc, rose, rouge, géant, d'intérieur", ""),
        _Shelf("Jardin", "Terreau, Engrais, Graines de tomates, Graines de radis, Bulbes de tulipes, Arrosoir, Sécateur, Pot en terre cuite, Jardinière", "universel, bio, rempotage, zinc, 20 cm", ""),
    ),
    "Cave Saint-Vincent": (
        _Shelf("Vins", "Bordeaux, Bourgogne, Muscadet, Chablis, Beaujolais, Côtes du Rhône, Sancerre, Anjou", "rouge, blanc, rosé, vieilles vignes, bio, sans sulfites", "75 cl, 1,5 L"),
        _Shelf("Bulles", "Champagne, Crémant, Prosecco, Pétillant naturel", "brut, demi-sec, rosé, blanc de blancs", "75 cl"),
        _Shelf("Bières", "Bière", "blonde, brune, ambrée, blanche, IPA, sans alcool, triple", "33 cl, 75 cl", "Brasserie du Cap"),
        _Shelf("Spiritueux", "Whisky, Rhum, Cognac, Calvados, Liqueur, Gin, Eau-de-vie", "vieux, blanc, ambré, de poire, de cassis, tourbé", "50 cl, 70 cl"),
    ),
    "Maroquinerie Cuir et Toile": (
        _Shelf("Petite maroquinerie", "Porte-monnaie, Portefeuille, Porte-cartes, Étui à lunettes, Porte-passeport", "cuir noir, cuir marron, toile, rouge, zippé", ""),
        _Shelf("Sacs", "Sac à main, Sac à dos, Cabas, Besace, Cartable, Sac de voyage, Pochette, Valise cabine", "cuir noir, cuir camel, toile enduite, imperméable, écolier", ""),
        _Shelf("Parapluies", "Parapluie, Parasol de poche, Porte-parapluies", "pliant, automatique, transparent, golf, enfant", ""),
    ),
    "La Boîte à Jouets": (
        _Shelf("Jeux", "Puzzle, Jeu de société, Jeu de cartes, Jeu de construction, Casse-tête, Dominos", "les animaux, la carte de France, 100 pièces, 500 pièces, 1000 pièces, en bois, magnétique", ""),
        _Shelf("Jouets", "Peluche, Poupée, Petite voiture, Train, Toupie, Cerf-volant, Ballon, Corde à sauter, Dînette, Déguisement", "lapin, ours, en bois, rouge, musical, pirate, princesse, dinosaure", ""),
    ),
    "Papeterie de l'École": (
        _Shelf("Écriture", "Stylo, Crayon, Feutre, Surligneur, Stylo-plume, Porte-mine, Gomme, Taille-crayon, Effaceur", "bleu, noir, rouge, vert, HB, fin, effaçable, à bille", ""),
        _Shelf("Cahiers", "Cahier, Carnet, Bloc-notes, Agenda, Répertoire, Copies doubles", "grands carreaux, petits carreaux, à spirale, ligné, 96 pages, 192 pages, A5", ""),
        _Shelf("Bureau", "Classeur, Chemise cartonnée, Agrafeuse, Perforatrice, Trombones, Punaises, Ruban adhésif, Enveloppes, Colle en bâton, Calculatrice, Règle", "A4, rouge, bleu, transparent, 20 cm, 30 cm, kraft", ""),
    ),
    "Droguerie Moderne": (
        _Shelf("Entretien", "Lessive, Liquide vaisselle, Savon noir, Vinaigre ménager, Bicarbonate, Détachant, Assouplissant, Nettoyant vitres, Cire d'abeille, Eau de Javel", "lavande, citron, sans parfum, concentré, poudre", "500 g, 1 L, 3 L"),
        _Shelf("Ménage", "Éponge, Serpillière, Balai, Torchon, Chiffon microfibre, Brosse, Gants de ménage, Sacs poubelle, Plumeau, Tire-bouchon, Ouvre-boîte, Presse-citron, Passoire, Essuie-tout", "coton, inox, bambou, grand, petit, lot de 3", ""),
        _Shelf("Bougies", "Bougie, Encens, Diffuseur, Allumettes", "parfumée, vanille, figue, chauffe-plat, blanche", ""),
    ),
    "Poissonnerie de la Criée": (
        _Shelf("Poissons", "Saumon, Cabillaud, Lieu jaune, Sole, Bar, Maquereau, Truite, Haddock", "filet, fumé, entier, pavé, en tranches", ""),
        _Shelf("Coquillages", "Huîtres, Moules, Palourdes, Bulots, Crevettes, Langoustines, Araignée de mer, Homard, Tourteau, Coquilles Saint-Jacques", "vivantes, cuites, roses, numéro 3, de bouchot, surgelées", "1 kg"),
    ),
    "Boucherie Kerouan": (
        _Shelf("Viandes", "Entrecôte, Bavette, Rôti de porc, Gigot d'agneau, Escalope de veau, Poulet, Pintade, Canard, Bœuf bourguignon, Steak haché", "fermier, label, maturé, désossé, tranche", ""),
        _Shelf("Charcuterie", "Jambon, Saucisson sec, Pâté de campagne, Rillettes de porc, Andouille, Boudin, Saucisses, Chorizo, Merguez, Terrine de lapin", "blanc, fumé, aux noix, artisanal, noir, au piment d'Espelette", ""),
    ),
    "Chaussures Pas à Pas": (
        _Shelf("Chaussures", "Baskets, Bottes, Bottines, Sandales, Escarpins, Mocassins, Chaussons, Espadrilles, Sabots, Bottes de pluie", "cuir, toile, fourrées, femme, homme, enfant", "pointure 37, pointure 41"),
        _Shelf("Entretien des chaussures", "Cirage, Lacets, Semelles, Chausse-pied, Imperméabilisant", "noir, marron, incolore, cuir, plats", ""),
    ),
    "Beauté Naturelle": (
        _Shelf("Soins", "Crème hydratante, Shampoing, Après-shampoing, Gel douche, Savon de Marseille, Baume à lèvres, Lait pour le corps, Déodorant, Dentifrice, Huile d'argan, Crème solaire", "à l'aloe vera, au karité, amande douce, bio, peaux sensibles, menthe", "50 ml, 200 ml", "Herbes et Pierres"),
        _Shelf("Maquillage", "Rouge à lèvres, Mascara, Vernis à ongles, Fard à paupières, Fond de teint", "rose, corail, noir, beige, prune", ""),
        _Shelf("Parfums", "Eau de toilette, Eau de parfum, Eau de Cologne", "vétiver, fleur d'oranger, jasmin, lavande", "50 ml, 100 ml"),
    ),
    "Vélos et Balades": (
        _Shelf("Vélos", "Vélo de ville, Vélo pliant, Vélo électrique, VTT, Draisienne, Trottinette", "homme, femme, enfant, noir, vert, 24 pouces", ""),
        _Shelf("Équipement cycles", "Casque, Antivol, Pompe à vélo, Sonnette, Porte-bagages, Chambre à air, Garde-boue, Béquille, Éclairage avant, Gilet réfléchissant, Selle", "noir, jaune, universel, gel, à clé", ""),
    ),
    "Art de la Table": (
        _Shelf("Vaisselle", "Assiette plate, Assiette creuse, Bol breton, Tasse, Mug, Saladier, Carafe, Verre à pied, Verre à eau, Plateau, Théière, Cafetière", "blanche, bleue, en grès, en porcelaine, en verre, à pois", ""),
        _Shelf("Cuisine et couteaux", "Couteau, Fourchette, Cuillère, Casserole, Poêle, Cocotte, Planche à découper, Moule à gâteau, Fouet, Rouleau à pâtisserie, Râpe, Balance", "inox, en bois, antiadhésive, fonte, à fromage, 24 cm, 28 cm", ""),
        _Shelf("Linge de table", "Nappe, Serviettes, Torchon, Chemin de table, Tablier, Manique, Dessous-de-plat", "lin, coton, rayé, imprimé citrons, blanc", ""),
    ),
}  # fmt: skip


def articles() -> Iterator[Article]:
    """Return every article, shop by shop; which of them are there follows from their place."""
    place = 0
    for shop, (_, start) in SHOPS.items():
        for shelf in _SHELVES[shop]:
            for name in _names(shelf):
                place += 1
                yield Article(
                    shop=shop,
                    ref=f"{start}-{place}",
                    name=name,
                    brand=shelf.brands,
                    category=shelf.category,
                    price_minor=90 + (place * 37) % 4900,
                    is_there=place % 5 != 0,
                )


def _names(shelf: _Shelf) -> Iterator[str]:
    things, kinds, sizes = (_listed(text) for text in (shelf.things, shelf.kinds, shelf.sizes))
    for words in product(things, kinds, sizes or [""]):
        yield " ".join(word for word in words if word)


def _listed(text: str) -> list[str]:
    return [word for part in text.split(", ") if (word := part.strip())]
