import docx, datetime
from docx.shared import Pt
from docx.oxml.ns import qn
from docx.oxml import OxmlElement
d = docx.Document()
p = d.core_properties; p.title="Fifty ports closed"; p.author="Ines Okoro"; p.language="en-GB"; p.created=datetime.datetime(2026,3,3,9,0,0)
d.add_heading("Fifty ports closed", 0)
d.add_heading("Since March", 1)
para = d.add_paragraph("The minister named ")
r = para.add_run("50 ports"); para.add_run(" in a list.")
d.add_comment(r, text="Which list?", author="Rana Reviewer", initials="RR")
d.add_paragraph("Ystad", style="List Bullet"); d.add_paragraph("Trelleborg", style="List Number")
d.add_paragraph("A closed port in March.", style="Caption")
d.add_paragraph("“They will open again.”", style="Intense Quote")
t = d.add_table(2,2)
for i,c in enumerate(["Port","Closed","Ystad","March 4"]): t.cell(i//2,i%2).text=c
fa = d.add_paragraph("بندرها روز سوم مارس بسته شدند."); pPr=fa._p.get_or_add_pPr(); pPr.append(OxmlElement("w:bidi"))
l = d.add_paragraph("Named in "); h = OxmlElement("w:hyperlink"); h.set(qn("r:id"), d.part.relate_to("https://example.org/ports", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True))
run = OxmlElement("w:r"); tx = OxmlElement("w:t"); tx.text="the list"; run.append(tx); h.append(run); l._p.append(h); l.add_run("\twith a tab\nand a line.")
d.save("python-docx.docx")
