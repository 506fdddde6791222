"""The sentences for every error: what happened, why, what to do. Values of the error stand in braces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pos.domain import errors
from pos.domain.errors import PhotoFault, PurgeFault, ShopError
from pos.domain.hold import HoldReason
from pos.exchange.product_lists.layout import FAULT_WORDS
from pos.wording import mark
from sync import errors as online
from sync.errors import Distrust, Unsettled
from ui.online.rule_words import FAULT_WORDS as RULE_FAULT_WORDS
from ui.shop.fault_words import FAULT_WORDS as SHOP_FAULT_WORDS
from ui.staff.staff_words import RIGHT_WORDS
from ui.window.contents_words import HOURS_FAULT_WORDS, WORD_FAULT_WORDS

Sentences = tuple[str, str, str]

_RULES: Final[dict[type[ShopError], Sentences]] = {
    ShopError: (mark("This cannot be done"), "", ""),
    errors.Refused: (mark("This cannot be done"), mark("A rule of the shop says no."), ""),
    errors.EmptyTicket: (
        mark("The ticket is empty"),
        mark("There is nothing to pay yet."),
        mark("Scan an article or tap one."),
    ),
    errors.ParkedTicketGone: (
        mark("This ticket is no longer parked"),
        mark("It was taken back, sold or deleted meanwhile."),
        mark("Look at the list again."),
    ),
    errors.PaymentShort: (
        mark("Not enough was paid"),
        mark("{paid} was handed over and {due} is due."),
        mark("Add a payment or correct the amount."),
    ),
    errors.ChangeWithoutCash: (
        mark("Too much was paid"),
        mark("{paid} was paid for {due}, and change is given on cash only."),
        mark("Lower the card or cheque amount."),
    ),
    errors.PriceMissing: (
        mark("This article has no price yet"),
        "{name}",
        mark("Enter its price to go on."),
    ),
    errors.DayNotClosed: (
        mark("The day before is still open"),
        mark("The takings of {day} have not been closed."),
        mark("Close that day, then go on selling."),
    ),
    errors.NotSignedIn: (
        mark("Nobody is at the till"),
        mark("Every sale carries the name of who made it."),
        mark("Sign in first (Ctrl+L)."),
    ),
    errors.NotAllowed: (
        mark("This person may not do this"),
        "{reason}",
        mark("Let somebody who may approve it, or change the roles under “Staff”."),
    ),
    errors.MayNotSell: (
        mark("{name} sells nothing"),
        mark("This account may look at the shop, and selling is not among its rights."),
        mark("Who sells signs in first (Ctrl+L)."),
    ),
    errors.PinWrong: (
        mark("This PIN is wrong"),
        mark("It is not the PIN of {name}."),
        mark("Enter it again."),
    ),
    errors.PersonLocked: (
        mark("{name} has to wait"),
        mark("Too many wrong PINs were tried."),
        mark("Try again in {wait}, or let the owner lift the wait under “Staff”."),
    ),
    errors.PinRefused: (
        mark("This cannot be a PIN"),
        "{reason}",
        mark("Choose another one."),
    ),
    errors.PinSecretMissing: (
        mark("The PIN of {name} cannot be checked here"),
        mark("This machine no longer has the secret that PINs are kept with, as after a move to a new machine."),
        mark("The owner sets it anew: close the till, then type “comptoir staff --reset-pin” and the name."),
    ),
    errors.PersonNameMissing: (
        mark("A name is missing"),
        mark("Every sale carries the name of who made it."),
        mark("Enter a name."),
    ),
    errors.PersonNameTaken: (
        mark("There is already somebody called {name}"),
        mark("A name stands for one person in the journal, also when they have left."),
        mark("Add an initial or a surname."),
    ),
    errors.PersonGone: (
        mark("Nobody of this name works here"),
        mark("“{person}” is not among the staff, or has left."),
        mark("Look at the list again."),
    ),
    errors.LastOwner: (
        mark("A shop needs an owner"),
        mark("{name} is the only one."),
        mark("Make somebody else an owner first."),
    ),
    errors.DayClosedAlready: (
        mark("The day is closed already"),
        mark("{day} was closed."),
        mark("What is sold now counts for the next day."),
    ),
    errors.PeriodNotOver: (
        mark("This period cannot be closed now"),
        mark("{period} goes on, waits for a closing within it, or is closed already."),
        mark("Close its days first; the rest follows by itself."),
    ),
    errors.SellingHeld: (
        mark("Selling is held"),
        "{reason}",
        mark("Somebody has to decide how to go on; the open ticket is kept."),
    ),
    errors.MailAddressWrong: (
        mark("This is not a mail address"),
        mark("“{address}” cannot be written to."),
        mark("Write it like cabinet@example.com, or leave it empty."),
    ),
    errors.PeriodTooLong: (
        mark("An archive holds at most twelve months"),
        mark("From {from_day} to {to_day} is longer."),
        mark("Make one archive for each year."),
    ),
    errors.NothingToArchive: (
        mark("There is nothing to archive"),
        mark("No record counts for a day from {from_day} to {to_day}."),
        mark("Choose other days."),
    ),
    errors.PurgeRefused: (
        mark("These tickets must be kept"),
        "{reason}",
        mark("Nothing was purged."),
    ),
    errors.NoteMissing: (
        mark("A note comes before this payment"),
        mark("Services for {services} are on the ticket: the customer is given a note before paying."),
        mark("A new one was just made: give it, then press PAY again."),
    ),
    errors.DrawerStaysShut: (
        mark("The drawer stays shut in training"),
        mark("Nothing goes into it or out of it while nothing counts."),
        mark("End training in the menu to open it."),
    ),
    errors.UnknownOrder: (
        mark("This reservation is no longer here"),
        mark("The shop left that online shop, or it was forgotten."),
        mark("Look at the list again."),
    ),
    errors.DeedNotPossible: (
        mark("This cannot be done about the reservation any more"),
        mark("{number} was answered, collected or ended meanwhile."),
        mark("Look at the list again."),
    ),
    errors.NothingPromised: (
        mark("Nothing of the reservation would be left"),
        mark("Every article of {number} stands at zero."),
        mark("Say that you do not have it instead, so that the customer knows."),
    ),
    errors.OrderOnAnotherTicket: (
        mark("This reservation lies on another ticket"),
        mark("The articles of {number} are on a ticket that is open or parked."),
        mark("Take that ticket back, or give it up first."),
    ),
    errors.OrdersWaitInTraining: (
        mark("Reservations wait until training is over"),
        mark("They are real: customers would be told."),
        mark("End training in the menu to answer them."),
    ),
    errors.UnknownQuestion: (
        mark("This question is no longer here"),
        mark("The shopper took it back, or it was forgotten."),
        mark("Look at the list again."),
    ),
    errors.AnswerEmpty: (
        mark("The answer is empty"),
        mark("The shopper would read nothing."),
        mark("Write an answer, or choose one that is kept."),
    ),
    errors.QuestionsWaitInTraining: (
        mark("Questions wait until training is over"),
        mark("They are real: shoppers would read the answer."),
        mark("End training in the menu to answer them."),
    ),
    errors.ShopDetailsWrong: (
        mark("This cannot be kept about the shop"),
        "{reason}",
        mark("Correct it, then save again."),
    ),
    errors.ReservationRulesWrong: (
        mark("Reservations cannot be taken like this"),
        "{reason}",
        mark("Correct it, then keep it again."),
    ),
    errors.WindowWordWrong: (
        mark("The window cannot say this"),
        "{reason}",
        mark("Correct it, then save again."),
    ),
    errors.PromotionNotBelow: (
        mark("This is no reduced price"),
        mark("The lowest price of the last 30 days is {prior}."),
        mark("Announce a price below it."),
    ),
    errors.WindowLeft: (
        mark("The shop has left this catalogue"),
        mark("It was left meanwhile, on this till or by a command."),
        mark("Join it again with a new code to go on."),
    ),
    errors.AmountTooLarge: (
        mark("This figure is too large"),
        mark("No shop means that much: perhaps a barcode was typed into this box."),
        mark("Enter the figure again."),
    ),
    errors.NotAnAmount: (
        mark("This is not a figure that fits here"),
        mark("“{typed}” cannot be read as an amount or a quantity."),
        mark("Use digits and one decimal sign, for example 3{decimal}50; pieces are whole."),
    ),
    errors.BarcodeTaken: (
        mark("This code is already in use"),
        mark("{code} belongs to {name}."),
        mark("Use another code, or change that article."),
    ),
    errors.NameMissing: (
        mark("A name is missing"),
        mark("An article needs a name to be sold."),
        mark("Enter its name."),
    ),
    errors.UnknownProduct: (
        mark("This article is no longer there"),
        mark("It was taken out of the catalogue meanwhile."),
        mark("Look for it again."),
    ),
    errors.CardChanged: (
        mark("This article was changed meanwhile"),
        mark("“{name}” is no longer as it was when its card was opened."),
        mark("Look at it again, then save."),
    ),
    errors.PhotoRefused: (
        mark("This photo cannot be used"),
        "{reason}",
        mark("Choose another photo: JPEG, PNG, WebP or BMP."),
    ),
    errors.PrinterSettingWrong: (
        mark("This printer cannot be reached as it is written"),
        mark("“{setting}” names no printer."),
        mark("Write for example tcp://192.0.2.7, usb:/dev/usb/lp0, cups:NAME, windows:NAME or serial:COM3."),
    ),
    errors.Cancelled: (mark("Stopped"), mark("Nothing of it was kept."), ""),
}

_FILES: Final[dict[type[ShopError], Sentences]] = {
    errors.DatabaseError: (
        mark("The shop’s file cannot be used"),
        "{path}",
        mark("Try again in a moment."),
    ),
    errors.DatabaseMissing: (
        mark("The shop’s file cannot be found"),
        "{path}",
        mark("Check that the disk is connected and that the folder can be opened."),
    ),
    errors.DatabaseTooNew: (
        mark("This shop was opened by a newer Comptoir"),
        mark("This version cannot read {path} and has left it as it is."),
        mark("Install the newest version of Comptoir on this till."),
    ),
    errors.DatabaseDamaged: (
        mark("The shop’s file is damaged"),
        mark("{path} cannot be read completely; nothing was written to it."),
        mark("Keep this file, and restore the latest backup with “comptoir restore”."),
    ),
    errors.NotAShopFile: (
        mark("This is not a shop’s file"),
        mark("{path} is something else, or its beginning is damaged; nothing was written to it."),
        mark("Choose the shop’s own file, or restore the latest backup with “comptoir restore”."),
    ),
    errors.DatabaseReadOnly: (
        mark("The disk does not accept writing"),
        mark("{path} cannot be written; what was kept before is safe."),
        mark("Check the disk and the rights on the folder, then try again."),
    ),
    errors.DiskFull: (
        mark("The disk is full"),
        mark("The last step was not kept; everything before it is safe."),
        mark("Free some room on the disk, then do it again."),
    ),
    errors.DiskFailing: (
        mark("The disk does not answer as it should"),
        mark("The last step was not kept; everything before it is safe."),
        mark("Make a backup on another disk soon, and have this one checked."),
    ),
    errors.DatabaseBusy: (
        mark("The shop’s file is busy"),
        mark("Another program has been using it for several seconds."),
        mark("Close that program or wait a moment, then try again."),
    ),
    errors.ShopOpenElsewhere: (
        mark("This shop is already open"),
        mark("Another Comptoir is using {path}; this one has written nothing."),
        mark("Use the window that is already open, or close it first."),
    ),
    errors.SqliteTooOld: (
        mark("SQLite is too old on this machine"),
        mark("Version {version} can damage a shop’s file, so the file was not opened."),
        mark("Install Comptoir again with its own libraries."),
    ),
    errors.SigningKeyMissing: (
        mark("The till cannot sign"),
        mark("The key that signs the records of {path} is not on this machine."),
        mark(
            "Use the machine the till was set up on, or restore a backup with “comptoir restore --new-key”:"
            " that is recorded."
        ),
    ),
    errors.BackupFailed: (
        mark("The backup did not succeed"),
        mark("No sound copy could be made at {path}; the shop itself is untouched."),
        mark("Choose another disk or folder and try again."),
    ),
    errors.JournalBroken: (
        mark("The journal does not hold together"),
        mark("Record {seq} in {path} does not follow from the one before it: no copy is made of such a journal."),
        mark("Keep the file and the copies made before, and ask for help."),
    ),
    errors.BackupPlaceAway: (
        mark("The second place for backups is not there"),
        mark("{path} cannot be found: is the disk plugged in, the network up?"),
        mark("Plug it in: the next copy goes there by itself."),
    ),
    errors.BackupPlaceTaken: (
        mark("This folder is the first place already"),
        mark("{path} is where the till keeps its copies anyway."),
        mark("Choose a folder on another disk."),
    ),
    errors.BackupUnsound: (
        mark("This backup has faults of its own"),
        mark("{path} was not restored; the shop is as it was."),
        mark("Choose an earlier backup; “comptoir check” says what is wrong with this one."),
    ),
    errors.BackupIsTheShop: (
        mark("This file is the shop itself"),
        mark("{path} cannot be restored over itself."),
        mark("Choose a backup."),
    ),
    errors.FileRefused: (
        mark("This file cannot be read as a list of products"),
        "{reason}",
        mark("Choose a CSV or Excel file with one article a line and a line of headings."),
    ),
    errors.PictureRefused: (
        mark("This picture cannot be printed"),
        "{reason}",
        mark("Choose another PNG or JPEG file."),
    ),
    errors.NoArchive: (
        mark("This cannot be verified"),
        mark("{path} is neither an archive nor a shop’s file."),
        mark("Choose the archive’s ZIP, the folder it was unpacked into, or the shop’s file."),
    ),
    errors.FileNotWritten: (
        mark("The file could not be written"),
        "{path}",
        mark("Choose another folder, or make room on the disk."),
    ),
}

_DEVICES: Final[dict[type[ShopError], Sentences]] = {
    errors.DeviceError: (
        mark("A device does not do what was asked"),
        "{device}",
        mark("Check its cable and its power; selling goes on without it."),
    ),
    errors.PrinterOffline: (
        mark("The printer does not answer"),
        mark("What waits will be printed as soon as it does; selling goes on."),
        mark("Check that it is switched on, connected and has paper."),
    ),
    errors.DisplayAway: (
        mark("The customer’s display does not answer"),
        mark("Selling goes on without it."),
        mark("Check its cable, its power and its speed; it comes back by itself."),
    ),
    errors.PrinterNotAllowed: (
        mark("This machine does not let the till use the printer"),
        mark("{device} may not be opened by this user."),
        mark("Let this user into the groups lp (USB) and dialout (serial lines), then sign in anew."),
    ),
    errors.PrinterNotReady: (
        mark("The printer is not ready"),
        mark("It answers but does not print now; what waits stays waiting, and selling goes on."),
        mark("Press its button to put it back in line, or switch it off and on."),
    ),
    errors.OutOfPaper: (
        mark("The printer is out of paper"),
        mark("Nothing was sent to it; what waits is printed by itself afterwards, and selling goes on."),
        mark("Put in a new roll and close the cover."),
    ),
    errors.CoverOpen: (
        mark("The printer’s cover is open"),
        mark("Nothing was sent to it; what waits is printed by itself afterwards, and selling goes on."),
        mark("Close the cover until it clicks."),
    ),
    errors.CutterJammed: (
        mark("The printer’s knife is stuck"),
        mark("Nothing was sent to it; what waits stays waiting, and selling goes on."),
        mark("Switch it off, open the cover, take out the scrap of paper, then switch it on."),
    ),
    errors.PaperNearlyOut: (
        mark("The roll of paper is nearly at its end"),
        mark("The printer prints on for now."),
        mark("Have a new roll ready."),
    ),
    errors.PaperRanOut: (
        mark("The paper ran out during a receipt"),
        mark("The printer may print the rest by itself when it has paper again, or nothing of it."),
        mark("Put in a new roll and look at the paper; print a duplicate if it is not complete."),
    ),
    errors.DrawerNotOpened: (
        mark("The drawer did not open"),
        mark("The printer did not take the pulse in time; the sale is kept."),
        mark("Open the drawer with its own key and look at the printer."),
    ),
    errors.PrintUnknown: (
        mark("A receipt may be incomplete"),
        mark("The printer went away while it was printing."),
        mark("Look at the paper; print a duplicate if it is not complete."),
    ),
}

_ONLINE: Final[dict[type[ShopError], Sentences]] = {
    online.SyncError: (
        mark("The online shop did not take the news"),
        mark("What was sold is kept and will be sent again."),
        "",
    ),
    online.Temporary: (
        mark("The online shop cannot be reached"),
        "{reason}",
        mark("Selling goes on; the news is sent as soon as it answers."),
    ),
    online.Rejected: (
        mark("The online shop refused"),
        "{reason}",
        mark("Correct the article, then send it again."),
    ),
    online.Outdated: (
        mark("The online shop knows it otherwise by now"),
        "{reason}",
        mark("It is read again and sent anew by itself."),
    ),
    online.PairingCodeRefused: (
        mark("This code does not join the shop"),
        mark("It is wrong, was used already or is too old."),
        mark("Ask the catalogue for a new code."),
    ),
    online.AddressRefused: (
        mark("This address cannot be trusted"),
        mark("{address} does not begin with https, so the till’s key is not sent there."),
        mark("Check the address with those who run the catalogue."),
    ),
    online.NotLinked: (
        mark("This shop is not joined to an online shop"),
        mark("Nothing is sent anywhere."),
        mark("Join it with “comptoir pair”, the address and the code you were given."),
    ),
    online.Suspended: (
        mark("Nothing is sent to the online shop until someone has looked"),
        "{reason}",
        mark("Selling goes on. Ask those who run the catalogue, then try again under “Shop window online”."),
    ),
    online.SignInNeeded: (
        mark("The online shop no longer knows this till"),
        mark("Its key was taken back or lost; what is sold meanwhile waits here."),
        mark("Join it again with a new code, under “Shop window online”."),
    ),
}

WORDS: Final[dict[type, Sentences]] = {**_RULES, **_FILES, **_DEVICES, **_ONLINE}
"""By class; a class without words of its own would show its parent's, and a test fails for it."""

REASONS: Final[dict[type, Mapping[Any, str]]] = {
    errors.SellingHeld: {
        HoldReason.BEHIND: mark("The shop’s file holds fewer records than the till has made."),
        HoldReason.FORKED: mark("The shop’s file holds other records than the till has made."),
        HoldReason.CUT: mark("The end of the shop’s records is missing."),
        HoldReason.BROKEN: mark("A record was changed after it was signed."),
        HoldReason.KEY: mark("The key that signs is not on this machine."),
    },
    errors.ShopDetailsWrong: SHOP_FAULT_WORDS,
    errors.ReservationRulesWrong: RULE_FAULT_WORDS,
    errors.WindowWordWrong: {**WORD_FAULT_WORDS, **HOURS_FAULT_WORDS},
    errors.PhotoRefused: {
        PhotoFault.UNREADABLE: mark("The file cannot be opened."),
        PhotoFault.NO_PICTURE: mark("The file is not a photo."),
        PhotoFault.TOO_LARGE: mark("It is larger than any photo."),
        PhotoFault.DAMAGED: mark("The file is damaged or was not copied whole."),
    },
    errors.NotAllowed: RIGHT_WORDS,
    errors.PinRefused: {
        "digits": mark("A PIN is made of digits alone."),
        "length": mark("A PIN has four to eight digits."),
        "trivial": mark("It is one of those everybody tries first."),
    },
    errors.FileRefused: FAULT_WORDS,
    errors.PurgeRefused: {
        PurgeFault.UNVERIFIED: mark("The archive does not verify."),
        PurgeFault.BESIDE: mark("The archive lies in the shop’s own folder: copy it to another disk first."),
        PurgeFault.OTHER_SHOP: mark("The archive is not of this journal."),
        PurgeFault.TOO_YOUNG: mark("Six years have not passed since the last of these days."),
        PurgeFault.NOT_CLOSED: mark("A day among them is not closed."),
        PurgeFault.NOTHING: mark("Nothing of them is left to purge."),
    },
    errors.PictureRefused: {
        "kind": mark("It is neither a PNG nor a JPEG file."),
        "size": mark("It is larger than a logo needs: at most 8 MB, and 6,000 dots a side."),
        "unreadable": mark("It cannot be read, or is damaged."),
    },
    online.Temporary: {
        Unsettled.UNREACHABLE: mark("There is no way to its address: is the network on?"),
        Unsettled.TIMEOUT: mark("It did not answer in time."),
        Unsettled.CUT_OFF: mark("The line broke during its answer."),
        Unsettled.SERVER_ERROR: mark("It has a trouble of its own."),
        Unsettled.NOT_THE_SHOP: mark("Something else answered in its place: perhaps the sign-in page of this network."),
        Unsettled.NO_ECHO: mark("Its answer did not fit what was sent."),
        Unsettled.BUSY: mark("It asked to be called again later."),
    },
    online.Suspended: {
        Distrust.SIGN_IN: mark("The till’s key is not accepted."),
        Distrust.FORBIDDEN: mark("This till may not write there."),
        Distrust.TLS: mark("It cannot prove that it is the one: its certificate is not right."),
        Distrust.REDIRECT: mark("It sends the till to another address."),
        Distrust.STALE_TERM: mark("Another till publishes for this shop now."),
        Distrust.REFUSES_ALL: mark("It refuses one article after another."),
        Distrust.MASS_CHANGE: mark("Far more would change in the window in one go than a shop changes."),
        Distrust.CONTRADICTED: mark("It remembers sales this till’s file does not hold: an old copy, or a second one."),
    },
}
