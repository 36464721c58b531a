"""Pieces of texts and pages that mean something to the reader; random ones are made of them, in tests and in the fuzzer."""

from __future__ import annotations

TEXT = [
    "\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x85", "\t", " ", "\u00a0", "\u00ad", "\u200f", "\u202e", "\ufeff", "\ufffd",
    "\x01", ". ", "… ", "! ", "” ", "(", ")", "Lt. Gen. ", "U.S. ", "1. ", "0:12", "Related articles", "Read also: ",
    "By Ali Khan", "Photo: ", "date 2025-01-02 ", "27 October 2025", "Oct 27 2025 - 10:12", "yesterday, July 1, 2025",
    "DOHA, Oct. 1 (Xinhua) -- ", "(MENAFN) ", "function(){}", "{", "};", "© 2025 Example", "Subscribe to our newsletter",
    "The talks of both sides failed in Doha on Monday ", "😀", "e\u0301", "مذاكرات ", "和平谈判。", "Share", "#a", "http://x",
    "(Photo by x)", "READ MORE: a b c",
]  # fmt: skip

HTML = [
    "<p>", "</p>", "<div>", "</div>", "<div hidden>", "<h1>", "</h1>", "<table>", "<tr>", "<td>", "</table>", "<pre>", "</pre>",
    "<br>", "<li>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<a href='", "'>", '"',
    "<meta name=date content=2025-01-02>", "<title>", "</title>", "<time datetime='2025-01-02'>", "</time>", "&amp;", "&#0;",
    "&#xd800;", "&nbsp;", "&bogus;", "<svg>", "</svg>", "<body>", "</body>", "<template>", "<select><option>", "</html>",
    "<frameset>", "<plaintext>", "<?php ?>", "<article>", "</article>", "<html lang=x>", "<math>",
]  # fmt: skip

TIMES = [
    "27 ", "October ", "Oct. ", "2025", "1404", "1-3 ", "–", "-", ", ", " to ", "from ", "between ", "and ", "until ", "Monday ", "last ", "next ",
    "yesterday ", "two days ago ", "a week ago ", "this month ", "31 ", "29 ", "February ", "0", "9999", "10000 ", "Mehr ", "Ramadan ", "Aqrab ",
    "1446", "(", ")", "/", ".", "th ", "December ", "January ", "two-day ", "three weeks ", "in ", "early ", "late ", "mid-", "on ", "١٢ ", "۲۷ ",
]  # fmt: skip

TALKS = [
    "The talks ", "a second round of talks ", "a ceasefire ", "the government of Sudan ", "Pakistan ", "the Taliban ", "the rebels (RSF) ", "in Doha ",
    "in Istanbul ", "mediated by Qatar ", "hosted by Turkey ", "led by Gen. Asad Malik ", "delegation ", "ended without agreement", "was signed ",
    "between ", "and ", "on Saturday ", "on 27 October 2025 ", "said ", "“", "”", ". ", ", ", "\n", "next week ", "UN envoy Hans Grundmann ",
    "were suspended ", "did not ", "held ", "Mehr 27 ", "the ceasefire in Doha ", "(", ")", "X", "’s ", "Deputy Minister Rahim Noor ", "round ",
]  # fmt: skip
