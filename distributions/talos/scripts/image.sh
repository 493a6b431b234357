# Before an image can be downloaded the factory must have seen what is to be in it, once.
# Needs: IMAGE_FACTORY SCHEMATIC SCHEMATIC_YAML

image() {
  need_talosctl
  need kubectl https://kubernetes.io/docs/tasks/tools/
  need curl https://curl.se/download.html
  step "post the schematic to $IMAGE_FACTORY"
  answer=$(printf '%s' "$SCHEMATIC_YAML" |
    curl -fsS --retry 5 --connect-timeout 15 -X POST --data-binary @- "$IMAGE_FACTORY/schematics") ||
    fail "$IMAGE_FACTORY does not take it; is it reachable, and does it know every extension?"
  case $answer in
    *"\"$SCHEMATIC\""*) ;;
    *) fail "the factory knows it under another id: $(on_one_line "$answer"), expected $SCHEMATIC" ;;
  esac
}
