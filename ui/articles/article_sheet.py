"""The card of an article at the till: everything about it in one place, saved with Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit

from pos.domain.catalogue import LONGEST_NAME
from pos.domain.errors import BarcodeTaken, NameMissing, ShopError
from pos.domain.product_card import Field, ProductCard, changed_fields, merge
from pos.domain.quantity import Unit
from pos.domain.tax import TaxRate
from pos.domain.ticket import Line
from pos.wording import Wording
from ui.articles.article_layout import ask_bar, lay_out
from ui.articles.article_view import ArticleView
from ui.articles.category_picker import CategoryPicker
from ui.articles.codes_box import CodesBox
from ui.articles.field_words import what_was_merged
from ui.articles.law_box import LawBox
from ui.articles.online_box import OnlineBox
from ui.articles.photo_box import AskPhoto, PhotoBox, ask_photo
from ui.articles.vat_choice import VatChoice
from ui.icons import Icons
from ui.messages import explain
from ui.theme import Theme
from ui.widgets.choices import Choices
from ui.widgets.figure_edit import FigureEdit, as_typed
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet
from ui.widgets.tick_box import TickBox

LONGEST_DESCRIPTION = 500
_UNITS = (Unit.PIECE, Unit.KILOGRAM)


@dataclass(frozen=True, slots=True)
class EditedCard:
    """A card as it is to be saved; new_category names a category to open for it, empty for none.

    favourite says whether it is to be one from now on, None where that was not touched; reprices says that the open
    ticket takes the new price too.
    """

    card: ProductCard
    new_category: str = ""
    favourite: bool | None = None
    reprices: bool = False


class ArticleSheet(Sheet):
    """Shows a card and says what is wanted; a card that was changed is not left without a question."""

    save_requested = Signal(object)
    code_offered = Signal(str)
    photo_offered = Signal(object)

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        icons: Icons,
        view: ArticleView,
        *,
        rates: Sequence[TaxRate],
        today: date,
        line: Line | None = None,
        ask: AskPhoto = ask_photo,
    ) -> None:
        """Nothing is asked of the file here.

        Args:
            theme: the look.
            wording: the language.
            icons: where keys get theirs.
            view: the card as it stands.
            rates: the rates of VAT.
            today: the day whose rates are shown.
            line: the article's line on the open ticket, if it is there.
            ask: lets a person choose a file.
        """
        super().__init__(theme, view.card.product.name)
        self._wording, self._theme = wording, theme
        self._before, self._line = view.card, line
        self._picture = view.card.picture
        self._saving = self._asking = False
        product = view.card.product
        self.name = _text_box(wording("Name"))
        self.brand = _text_box(wording("Brand"))
        self.description = _text_box(wording("What the window says of it"))
        self.description.setMaxLength(LONGEST_DESCRIPTION)
        self.price = FigureEdit(wording("Price, VAT included"))
        self.price.setProperty("role", "")
        self.price.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.price.setPlaceholderText(wording("to price"))
        self.units = Choices(wording("Sold"), [wording("By the piece"), wording("By weight")])
        self.vat = VatChoice(wording, rates, today, product.tax_class)
        self.law = LawBox(wording)
        self.category = CategoryPicker(theme, wording, view.categories)
        self.codes = CodesBox(theme, wording)
        self.photo = PhotoBox(theme, wording, icons, ask=ask)
        self.online = OnlineBox(wording, view)
        self.favourite = TickBox(wording("Favourite"))
        self.favourite.setChecked(view.is_favourite)
        self._was_favourite = view.is_favourite
        self.reprices = TickBox(wording("Ticket at the new price"))
        self.notice = label(role="danger", wrap=True)
        self.back_key = KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc"))
        self.save_key = KeyButton(theme, wording("Save"), self._save, key=wording("Enter"), kind="primary", px=16)
        self.keep_key = KeyButton(
            theme, wording("Keep editing"), self._keep_editing, key=wording("Esc"), kind="primary"
        )
        self.discard_key = KeyButton(theme, wording("Discard"), self.put_away, kind="danger")
        self.asking: QFrame = ask_bar(wording("The changes are not saved."), self.discard_key, self.keep_key)
        lay_out(self, theme, wording)
        self._listen()
        self._show(view.card)
        self.photo.show_image(view.image)
        self._follow()

    @property
    def is_changed(self) -> bool:
        """Whether anything here differs from what is saved."""
        try:
            edited = self.edited()
        except ShopError:
            return True
        others = edited.new_category or self.codes.typed or edited.favourite is not None
        return bool(others or changed_fields(self._before, edited.card))

    def edited(self) -> EditedCard:
        """The card as it stands here.

        Raises:
            NameMissing, NotAnAmount, AmountTooLarge: it cannot be saved like this.
        """
        if not self.name.text().strip():
            raise NameMissing
        before, price = self._before.product, self.price.money()
        shown = self.online.is_wanted and (price is not None or before.price is None)
        product = replace(
            before,
            name=_written(self.name, before.name),
            price=price,
            tax_class=self.vat.tax_class,
            unit=_UNITS[self.units.chosen],
            brand=_written(self.brand, before.brand),
            category_id=self.category.category_id,
            shown_online=shown,
            supply=self.law.supply,
            guaranteed=self.law.is_guaranteed,
            eco=self.law.eco_participation(),
        )
        card = replace(
            self._before,
            product=product,
            codes=self.codes.codes,
            picture=self._picture,
            description=_written(self.description, self._before.description),
        )
        reprices = self.reprices.isVisibleTo(self) and self.reprices.isChecked()
        wanted = self.favourite.isChecked()
        favourite = None if wanted is self._was_favourite else wanted
        return EditedCard(card, self.category.new_name, favourite, reprices)

    def confirm(self) -> None:
        """Enter: a code that is being typed is added; else the card is saved."""
        if self._asking:
            self.put_away() if self.discard_key.hasFocus() else self._keep_editing()
        elif self.codes.box.hasFocus() and self.codes.typed:
            self.codes.offer()
        else:
            self._save()

    def go_back(self) -> None:
        """Esc: closes an unchanged card, asks about a changed one; a second Esc goes on editing."""
        if self._asking:
            self._keep_editing()
        elif self.is_changed:
            self._ask(asking=True)
            self.keep_key.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.put_away()

    def take_scan(self, code: str) -> bool:
        """A scanned code is one more of this article's."""
        self.wait_for_scan()
        if not self.codes.offer(code):
            self.answer_scan(taken=True)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V outside the boxes pastes a photo."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.photo.paste()
            event.accept()
        else:
            super().keyPressEvent(event)

    def take_photo(self, picture: bytes, image: QImage) -> None:
        """A photo was made: show it; it is kept with the card."""
        self._picture = picture
        self.say("")
        self.photo.show_image(image)

    def refuse_photo(self, problem: ShopError, image: QImage | None) -> None:
        """What was offered is no photo: say why, and show the one there is."""
        message = explain(problem, self._wording)
        sentences = (f"{message.title}.", message.happened, message.to_do)
        reasons = " ".join(filter(None, sentences))
        self.say(reasons)
        self.photo.show_image(image)

    def add_code(self, code: str) -> None:
        """A code is free and stands here from now on."""
        self.codes.add(code)
        self.answer_scan(taken=True)

    def refuse_code(self, problem: ShopError) -> None:
        """A code was not taken; one of another article is named with its holder."""
        self.answer_scan(taken=False)
        message = explain(problem, self._wording)
        said = message.happened if isinstance(problem, BarcodeTaken) else message.in_short
        self.codes.say(said, role="danger")
        self.codes.box.selectAll()

    def refuse(self, problem: ShopError) -> None:
        """The card was not saved: say why."""
        self._saving = False
        self.save_key.setEnabled(True)
        message = explain(problem, self._wording)
        self.say(f"{message.happened} {message.to_do}" if isinstance(problem, BarcodeTaken) else message.in_short)

    def follow_change(self, view: ArticleView) -> None:
        """Somebody else saved this card meanwhile: take over what was not touched here, and say all of it."""
        self._saving = False
        self.save_key.setEnabled(True)
        try:
            edited = self.edited()
        except ShopError as problem:
            self.refuse(problem)
            return
        merged = merge(edited.card, before=self._before, theirs=view.card)
        new_name = edited.new_category
        self._was_favourite = view.is_favourite
        if edited.favourite is None:
            self.favourite.setChecked(view.is_favourite)
        self._before = view.card
        self._show(merged.card, keep_category=bool(new_name))
        if Field.PICTURE in merged.taken:
            self._picture = view.card.picture
            self.photo.show_image(view.image)
        self.say(what_was_merged(merged, view.card, self._wording), role="amber")

    def say(self, text: str, *, role: str = "danger") -> None:
        """Say something about the whole card."""
        self.notice.setProperty("role", role)
        self.notice.style().polish(self.notice)
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def _save(self) -> None:
        if self._saving or self._asking:
            return
        try:
            edited = self.edited()
        except ShopError as problem:
            box = self.name if isinstance(problem, NameMissing) else self._box_of_figure()
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refuse(problem)
            return
        if not self.is_changed:
            self.put_away()
            return
        typed = self.codes.typed
        if typed and typed not in edited.card.codes:
            edited = replace(edited, card=replace(edited.card, codes=(*edited.card.codes, typed)))
        self._saving = True
        self.save_key.setEnabled(False)
        self.save_requested.emit(edited)

    def _box_of_figure(self) -> FigureEdit:
        """The box of a figure that cannot be meant."""
        try:
            self.price.money()
        except ShopError:
            return self.price
        return self.law.eco

    def _show(self, card: ProductCard, *, keep_category: bool = False) -> None:
        product = card.product
        self.name.setText(product.name)
        self.brand.setText(product.brand)
        self.description.setText(card.description)
        self.description.setCursorPosition(0)
        self.price.setText("" if product.price is None else as_typed(product.price, self._wording))
        self.units.choose(_UNITS.index(product.unit))
        self.vat.show_class(product.tax_class)
        self.law.show_product(product)
        if not keep_category:
            self.category.show_category(product.category_id)
        self.online.want(product.shown_online)
        self.codes.show_codes(card.codes)

    def _follow(self) -> None:
        """What depends on the price: the shop window, and a line on the open ticket."""
        self.online.follow(has_price=bool(self.price.text()))
        line = self._line
        try:
            price = self.price.money()
        except ShopError:
            price = None
        new = line is not None and price is not None and price != line.unit_price
        self.reprices.setVisible(new)

    def _ask(self, *, asking: bool) -> None:
        self._asking = asking
        self.asking.setVisible(asking)
        for key in (self.back_key, self.save_key):
            key.setHidden(asking)

    def _keep_editing(self) -> None:
        self._ask(asking=False)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_photo(self) -> None:
        self._picture = None
        self.photo.show_image(None)

    def _listen(self) -> None:
        self.price.textChanged.connect(self._follow)
        self.codes.offered.connect(self.code_offered)
        self.photo.offered.connect(self.photo_offered)
        self.photo.removed.connect(self._remove_photo)
        self.photo.nothing_to_paste.connect(lambda: self.say(self._wording("Nothing was copied that is a photo.")))
        saves = QShortcut(QKeySequence("Ctrl+S"), self)
        saves.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        saves.activated.connect(self._save)


def _text_box(name: str) -> QLineEdit:
    box = QLineEdit()
    box.setAccessibleName(name)
    box.setMaxLength(LONGEST_NAME)
    return box


def _written(box: QLineEdit, before: str) -> str:
    """What stands in a box, with single blanks; what differs in nothing but blanks was not changed."""
    text = " ".join(box.text().split())
    return before if text == " ".join(before.split()) else text
