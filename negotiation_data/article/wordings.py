"""How furniture is worded: buttons, pleas, captions, bylines. English, of the web at large and not of one outlet.

Patterns are tried on short lines only and begin with a check for a word that they need, so that a page of a hundred
thousand hostile lines costs no more than reading it.
"""

from __future__ import annotations

import re

__all__ = [
    "BUTTONS",
    "BYLINE",
    "CAPTION",
    "CAPTION_ENDS",
    "CAPTION_WORDS",
    "CLOCK_ALONE",
    "CODE",
    "READ_ALSO",
    "RELATED_HEADINGS",
    "REQUESTS",
    "entries",
]


def entries(*lines: str, between: str | None = None) -> frozenset[str]:
    """What stands on lines, parted by white space or by a sign."""
    return frozenset(entry for line in lines for entry in line.split(between))


#: Whole lines, without the symbols around them.
BUTTONS = entries(
    "trending|trending now|show more|show less|back to top|back to top button|advertisement|advertisements|sponsored|promoted",
    "share|share this|share this article|share this story|share this post|share on facebook|share on twitter|share on x|print|email",
    "comments|comment|leave a comment|leave a reply|post a comment|reply|no comments|comments are closed|read more|read full story",
    "subscribe|subscribe now|sign up|sign up now|sign in|log in|login|register|my account|menu|search|home|close|skip to content",
    "skip to main content|loading|listen|listen to this article|watch|watch video|watch now|play|pause|follow|follow us|follow us on",
    "newsletter|newsletters|copy link|link copied|copied|whatsapp|facebook|twitter|telegram|linkedin|reddit|pinterest|instagram",
    "youtube|x|next article|previous article|next post|previous post|next|previous|tags|topics|more|load more|view more|see more",
    "continue reading|adblock detected|ad blocker detected|breaking news|accept|accept all|accept cookies|reject all|decline",
    "cookie settings|manage preferences|manage cookies|privacy policy|cookie policy|terms of use|terms and conditions",
    "terms of service|contact us|about us|about the author|download app|download the app|get the app|save|bookmark",
    "report an error|donate|donate now|support us|become a member|gift article|unlock article|view comments|click here|translate",
    "select language|all rights reserved|advertise with us|careers|sitemap|rss|toggle navigation|open menu|close menu|image source",
    "story continues below|story continues below advertisement|article continues below|article continues after advertisement",
    "scroll to continue|tap to unmute|be the first to comment|text size|read full article|sponsored content|tweet|send|got it|ok",
    between="|",
)

#: Lines after which headlines of other articles follow.
RELATED_HEADINGS = entries(
    "related|related articles|related news|related stories|related posts|related topics|related content|related links",
    "related coverage|more stories|more news|more top stories|more from this section|you may also like|you might also like",
    "most read|most popular|most viewed|latest news|latest stories|latest posts|latest articles|recent posts|recent news",
    "recommended|recommended for you|recommended stories|read next|up next|trending stories|top stories|popular posts",
    "popular news|in this section|don't miss|don’t miss|more on this story|more on this|more on this topic|what to read next",
    "editor's picks|editors' picks|editor’s picks|editors’ picks|editor's choice|also in the news|other news|other stories",
    "from around the web|keep reading|stories you may like|must read|must reads|list of stories|more to read|more like this",
    "you may be interested in|trending|trending now|latest|popular",
    between="|",
)

#: Before the headline of another article, on the same line or on the next.
READ_ALSO = re.compile(
    r"(?i:(?:read|see|watch|listen|view) (?:also|more|next|further)|(?:also|must) (?:read|see|watch)|don['’]t miss)(?=$| ?[:|–—-]| (?:on|about|in) | [A-Z“\"'‘0-9])"
    r"|(?i:(?:read|related(?: (?:article|story|news|stories|articles|reading|coverage|video))?|recommended|more (?:on|from) [^:.]{1,40}) ?:)"
)


_ASKED = (
    r"(?:please |kindly )?(?:consider )?(?:subscrib(?:e|ing)|sign(?:ing)? up|join|follow|(?:like|share) (?:us|our|this)|download|get (?:our|the|all|daily|breaking|news)"
    r"|click|tap|support(?:ing)? (?:our|us|independent)|donate|become an?|enable|turn on|allow notifications|register|log in|stay (?:up|tuned|informed|connected)"
    r"|receive (?:our|the|daily|weekly)|enter your|check out our|listen to our|never miss|want (?:more|to)|enjoy(?:ing|ed)? (?:our|this|reading)|connect with|discover more)\b"
)
_FOR = (
    r"newsletters?|e-?mails?|inbox|telegram|whatsapp|facebook|twitter|instagram|youtube|tiktok|channels?|apps?|notifications?|latest posts|subscri\w+"
    r"|donations?|membership|member|our (?:page|website|journalism|reporting|work)|google news|podcasts?|updated with|breaking news"
)
#: A word that the line has in small letters, and what it is then fully matched by.
REQUESTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (word, re.compile(pattern, re.IGNORECASE))
    for words, pattern in (
        (
            "newsletter|mail|inbox|telegram|whatsapp|facebook|twitter|instagram|youtube|tiktok|channel| app|notification|latest posts|subscri|donat|member|our |google news|podcast|updated with|breaking news",
            rf"{_ASKED} .{{0,150}}?\b(?:{_FOR})\b.{{0,150}}|subscrib(?:e|ing)\b.{{0,100}}|donate\b.{{0,60}}",
        ),
        ("blocker|adblock|ad block", r".*\b(?:disabl|turn|whitelist|detect|enabled|using|support)\w*\b.*"),
        ("cookie", r".*\b(?:we|site|website|page|continuing|accept|consent|policy|settings|browser|improve|enhance)\b.*"),
        ("all rights reserved", ".*"),
        ("copyright", r"(?:.{0,40}\b)?copyright\b.{0,120}"),
        ("©", ".*"),
        ("(c) 20", ".*"),
        (" us ", r"(?:follow|find|like|join|contact|reach|write to|email) us\b.*"),
        ("discover more", r"discover more from\b.*"),
        ("email address", r"(?:your|enter your) email address\b.*"),
        ("required fields", r"required fields are marked.*"),
        (
            "min",
            r"(?:(?:estimated )?(?:reading time|read time|time to read) ?:? ?)?(?:[0-9]{1,3}|one|two|three|four|five)[ -]?min(?:ute)?s?(?: of)?(?: read(?:ing)?)?",
        ),
        ("comments|views|shares|likes|followers", r"[0-9][0-9,.]*[km]? (?:comments|views|shares|likes|followers)"),
        (
            "this ",
            r"this (?:article|story|report|post|piece) (?:was |has been |is |)(?:first |originally |also |)(?:published|appeared|updated|republished|syndicated|generated|translated|for subscribers)\b.*",
        ),
        ("expressed", r"(?:the )?(?:views|opinions)(?: and \w+)? expressed\b.*"),
        (
            "tag|topic|filed|categor|keyword|label|posted in",
            r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords|labels|posted in) ?:.*",
        ),
        ("#", r"(?:#\w+[\s,]*+)++"),
        (
            "logged|subscriber|member|reading",
            r"(?:you (?:must|need to) (?:be logged|log|subscribe)|already a (?:subscriber|member)|not a subscriber|to continue reading).*",
        ),
        ("javascript", r".*\b(?:enable|requires|disabled)\b.*"),
        ("tip|say", r"(?:have something to say|got a (?:news )?(?:tip|story)|do you have a)\b.*"),
        ("page", r"page [0-9]{1,4}(?: of [0-9]{1,4})?"),
    )
    for word in words.split("|")
)

CAPTION = re.compile(
    r"(?:file|archive|handout|representational|representative|stock) (?:photo|picture|image|footage|pic)(?:graph)?s?\b"
    r"|(?:photo|picture|image|pic|caption|photograph|illustration)s?(?: (?:credit|courtesy|source|by|caption|from))?s? ?[:/|©]"
    r"|\[?photo/|image (?:courtesy|source)\b|(?:ap|afp|epa|reuters) (?:photo|image|picture)\b|this (?:handout|file|undated) (?:photo|picture|image)\b",
    re.IGNORECASE,
)
_PHOTO_AGENCY = r"(?:REUTERS|Reuters|AP|AFP|EPA|PTI|Xinhua|ANI|Anadolu|AA|Getty Images)"
#: One of these is in whatever `CAPTION_ENDS` finds.
CAPTION_WORDS = tuple(
    entries(
        "hoto|HOTO|mage|MAGE|icture|ICTURE|redit|REDIT|ourtesy|OURTESY|pic|Pic|PIC|grab|GRAB|via|Via|VIA|ile)|ile]|ile:|ile |FILE|file",
        "AP|AFP|EPA|PTI|ANI|AA|Getty|Reuters|REUTERS|Xinhua|Anadolu",
        between="|",
    )
)
#: At the end of a caption.
CAPTION_ENDS = re.compile(
    r"(?:[(\[](?i:file|photo|picture|image|pic|photograph|credit|courtesy|screen ?grab|via)\b[^()\[\]]{0,80}[)\]]"
    rf"|[(\[]{_PHOTO_AGENCY}(?: Photo|\s?/|,? [Ff]ile)[^()\[\]]{{0,40}}[)\]]|\bGetty Images(?:/[\w ]{{2,30}})?"
    rf"|\b{_PHOTO_AGENCY}(?: Photo)?\s?/\s?[A-Z][\w .'’-]{{2,40}}|\s[|/–—-]\s?{_PHOTO_AGENCY}(?: Photo|/?\s?File)?|\bPhoto: ?[\w ./&-]{{2,60}})\W*$"
)

_NAME = r"(?:@?[A-ZÀ-Þ][\w.'’&-]*)"
BYLINE = re.compile(
    r"(?i:(?:(?:written|reported|reporting|story|text|words|edited|editing|translated|compiled|posted|published|report) )?by:? )(?i:our |the |staff )?"
    rf"{_NAME}(?:(?: | ?[,/|] ?)(?:{_NAME}|and|in|for|of|the|al|bin|de|van|von|with|&)){{0,11}}\W*"
    r"|(?i:(?:author|reporter|correspondent|source|via|writer|editor)s?) ?: ?\S.{1,60}"
    r"|(?i:(?:reporting|additional reporting|writing|editing|edited|compiled|translated) by) .{3,200}"
    r"|(?i:(?:news|web|monitoring|foreign|international) desk|staff (?:reporter|writer|correspondent)|our correspondent|(?:news )?agencies|web report|newsroom)"
)

CLOCK_ALONE = re.compile(
    r"\W*(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[ap]m)?|(?:[0-9]{1,3} ?|an? |one )(?:s|m|h|d|w|secs?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?) ago"
    r"|(?:yesterday|today|just now)(?:,? (?:at )?[0-9]{1,2}:[0-9]{2})?)\W*",
    re.IGNORECASE,
)

CODE = re.compile(
    r"\bfunction ?\(|\bdocument\.\w|\bwindow\.\w|\b(?:var|const|let) \w+ ?=|\bgoogletag\b|\bdataLayer\b|\badsbygoogle\b|\bjQuery\b|\baddEventListener\b"
    r"|\bconsole\.log\b|=>|\$\(|!important|@media\b|\b(?:display|margin|padding|width|height|color|font-size) ?: ?[^;.]{1,40};"
)
