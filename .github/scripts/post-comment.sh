#!/usr/bin/env bash
# Put the file $1 on the pull request as our one comment: a new one, or in place of the last.
# GH_TOKEN may write comments; REPOSITORY, HEAD_OWNER, HEAD_BRANCH and HEAD_SHA say whose contribution it is.
set -euo pipefail
test "$(wc -c < "$1")" -le 200000
grep -q '^<!-- negotiation-data: review -->$' "$1"
number=$(gh api --method GET "repos/$REPOSITORY/pulls" -f state=open -f head="$HEAD_OWNER:$HEAD_BRANCH" \
  --jq "map(select(.head.sha == \"$HEAD_SHA\")) | .[0].number // empty")
if ! [[ $number =~ ^[0-9]+$ ]]; then
  echo "No open pull request has this commit; nothing to say."
  exit 0
fi
comment=$(gh api --paginate "repos/$REPOSITORY/issues/$number/comments" \
  --jq '.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- negotiation-data: review -->"))) | .id' | head -n 1)
if [[ $comment =~ ^[0-9]+$ ]]; then
  gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$comment" -F body=@"$1"
else
  gh api --silent --method POST "repos/$REPOSITORY/issues/$number/comments" -F body=@"$1"
fi
