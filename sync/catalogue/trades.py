"""Which kind of business schema.org calls a shop, by the words of its trade; a plain store where they are not clear."""

from sync.catalogue.folding import fold

STORE = "Store"
_BY_WORD = (
    ("Bakery", "boulang patiss viennois bakery"),
    ("GroceryStore", "epicerie primeur supermarche superette fromag cremerie grocery greengrocer"),
    ("LiquorStore", "caviste vins spiritueux"),
    ("BookStore", "librair bookshop bookstore"),
    ("Florist", "fleuris florist"),
    ("GardenStore", "jardiner pepinier"),
    ("ClothingStore", "vetement couture lingerie clothing"),
    ("ShoeStore", "chausseur chaussures shoes"),
    ("JewelryStore", "bijou joaill horlog jewel"),
    ("ToyStore", "jouet jeux toys"),
    ("HardwareStore", "quincaill bricolage hardware"),
    ("FurnitureStore", "meuble ebenist furniture"),
    ("HomeGoodsStore", "decoration vaisselle"),
    ("ElectronicsStore", "informatique electronique telephonie"),
    ("SportingGoodsStore", "sport"),
    ("BikeStore", "velos cyclis cycles bike"),
    ("MusicStore", "disquaire musique lutherie luthier"),
    ("PetStore", "animaler petshop"),
    ("HairSalon", "coiff barbier hairdresser"),
    ("BeautySalon", "esthetic beaute"),
    ("Pharmacy", "pharmac"),
    ("Optician", "optic opticien"),
    ("CafeOrCoffeeShop", "cafe brulerie torrefact"),
    ("Restaurant", "restaurant brasserie creperie"),
)


def kind_of(trade: str) -> str:
    """Return the schema.org type of a trade: the one kind that its words speak of, else a plain store."""
    words = fold(trade).split()
    found = {kind for kind, starts in _BY_WORD if any(word.startswith(tuple(starts.split())) for word in words)}
    return found.pop() if len(found) == 1 else STORE
