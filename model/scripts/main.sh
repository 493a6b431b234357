# The last line of every script: the whole text is read before anything runs, and nothing may eat it as its stdin.
"$@" </dev/null
