package views

import "linecheck/text/message"

// scriptMessages are what the scripts of package static say, as they ask for it by tr. TestScriptMessagesAreListed compares the two.
var scriptMessages = []message.Key{
	"%s of %s files added",
	"A new draft came in meanwhile: this is the article as it is now.",
	"A new draft came in.",
	"A range has at most %s sentences.",
	"No caption is in view.",
	"No more than one sentence is selected.",
	"Selected: sentences %s to %s, %s in all. n marks those without a claim or a suggestion.",
	"nothing to check in sentences %s to %s",
	"Adding %s files",
	"Choose a verdict first: s, d or u.",
	"Delete the draft",
	"Take the draft",
	"You typed something here that was not saved.",
	"Connection lost: what others do does not show. Trying again…",
	"From the page. The quote is on the page.",
	"From the page. The quote was not found there.",
	"From the page.",
	"Go to a sentence first (j).",
	"It is not there any more.",
	"Look at its claims first: they are on their way.",
	"Look at what changed first: it is on its way.",
	"No claim of this article is lost.",
	"No word here begins with “%s”.",
	"Nobody disagrees on this claim.",
	"Not loaded. %s",
	"Not saved yet: see above the claims.",
	"Not saved, your text is still here. %s",
	"Not saved. %s",
	"Nothing is offered here for identical sentences.",
	"Nothing is suggested here under this number.",
	"Open the lost claim that is meant first.",
	"Opening the page…",
	"Saved: %s",
	"Saving…",
	"Select the word with which the second sentence begins first (w).",
	"Select the words of the claim first (w).",
	"Select the words where the claim stands now first (w).",
	"Selected as it is, within a word.",
	"Selected: %s",
	"Sentences were split or joined meanwhile: this is the article as it is now.",
	"Sentences were split or joined.",
	"Somebody changed this sentence’s claims.",
	"Source %s",
	"That cannot be done here.",
	"The class is that of last time: is it right here?",
	"The network or the server did not answer.",
	"The page was not opened: fill in what it says.",
	"The server could not do it (%s).",
	"The server could not save it. Try again in a moment.",
	"There is no claim here: select its words first (w).",
	"There is nothing to confirm in this sentence.",
	"You may no longer see this article.",
	"This could not be sent, and nothing of it was saved. Try again.",
	"This is the article as it is now.",
	"Tick what still holds of the new words, then press c again.",
	"Whole words are selected. Select the same part once more if it is what you mean.",
	"You are in no form.",
	"You are signed out: sign in in another tab, then try again.",
	"You are signed out, so changes by others are not shown.",
	"You have marked this sentence already, or its claims leave nothing else to check.",
	"You have not come from another sentence.",
	"Your role does not allow that.",
	"Your text is kept with its claim: go back there and save it.",
	"at %s",
	"claim marked",
	"claim placed",
	"last change undone",
	"last undo taken back",
	"nothing to check in sentence %s",
	"sentence split",
	"sentences joined",
}

// translatedScriptMessages are the messages of scripts in the language of a page; nil in English, which they have themselves.
func translatedScriptMessages(p *message.Printer) map[message.Key]string {
	if p == message.English {
		return nil
	}
	translated := map[message.Key]string{}
	for _, key := range scriptMessages {
		translated[key] = p.Say(key)
	}
	return translated
}
