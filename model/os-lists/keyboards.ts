/** Layouts of the package xkb-data (Debian 13: rules/base.lst). */
export const KEYBOARD_LAYOUTS: readonly string[] = (
  "af al am ara at au az ba bd be bg br brai bt bw by ca cd ch cm cn custom cz de dk dz ee eg epo es et fi fo fr gb " +
  "ge gh gn gr hr hu id ie il in iq ir is it jp ke kg kh kr kz la latam lk lt lv ma md me mk ml mm mn mt mv my ng " +
  "nl no np nz ph pk pl pt ro rs ru se si sk sn sy tg th tj tm tr tw tz ua us uz vn za"
).split(" ");
