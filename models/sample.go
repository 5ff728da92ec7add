package models

// SampleArticle returns the article that a new newsroom gets to try things on.
func SampleArticle(deskID int64) NewArticle {
	return NewArticle{Title: sampleTitle, Text: sampleText, Language: "en", DeskID: deskID}
}

const sampleTitle = "Militias mobilise as fighting spreads in the north"

// sampleText was written for this purpose. Some of its claims are easy to prove, some rest on one person's
// word, some are neither.
const sampleText = `WORLD
Militias mobilise as fighting spreads in the north
By Linecheck Desk
Published: Jun 25, 2021 09:12 AM

Soldiers wait beside a vehicle in Zhari district, Kandahar province, on June 22, 2021. (Photo: Linecheck)

A month of fighting has redrawn the map of northern Afghanistan. The Taliban say they hold more than 70 districts; the government in Kabul calls the figure inflated but gives none of its own.

"We took Khash district on Wednesday without a shot," the group's spokesman, Zabihullah Mujahid, said. An army officer, Abdul Razeq, described the same events as a "tactical retreat" meant to spare civilians.

According to one observer, hundreds of thousands of people have taken up arms against the insurgents in eight provinces over the past few days. No one has counted them.

The withdrawal of U.S.-led troops began on May 1. Talks between the two sides opened in Doha on Sept. 12 last year, but little has come of them.

Ata Mohammad Noor, a former governor of Balkh, was in Mazar-i-Sharif on Tuesday. He promised to defend the city, the largest in the north, street by street.

"They cannot rule by force. People will not stand for it," said one analyst in Kabul, who expects the militias to hold a dozen districts through the summer.
`
