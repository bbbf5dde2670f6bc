package dev.weft.fuzz.generate;

import dev.weft.fuzz.program.Node;
import java.util.List;

/** Random constants, the edge values among them. */
final class Constants {
  private static final List<String> INTS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "4",
          "5",
          "-1",
          "7",
          "100",
          "-128",
          "127",
          "128",
          "1000",
          "-32768",
          "32767",
          "65535",
          "70000",
          "2147483647",
          "-2147483648");
  private static final List<String> LONGS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "4294967296",
          "-4294967297",
          "1311768467463790320",
          "9223372036854775807",
          "-9223372036854775808");
  private static final List<String> FLOATS =
      List.of(
          "0x0",
          "0x3f800000",
          "0x40000000",
          "0x80000000",
          "0x7fc00000",
          "0x7fc00abc",
          "0xffc12345",
          "0x7f800000",
          "0xff800000",
          "0x00000001",
          "0x7f7fffff",
          "0x40490fdb");
  private static final List<String> DOUBLES =
      List.of(
          "0x0",
          "0x3ff0000000000000",
          "0x8000000000000000",
          "0x7ff8000000000000",
          "0x7ff8000000abcdef",
          "0xfff8123456789abc",
          "0x7ff0000000000000",
          "0xfff0000000000000",
          "0x1",
          "0x7fefffffffffffff",
          "0x400921fb54442d18");
  private static final List<String> STRINGS = List.of("", "a", "weft", "null", "\u00e4\u2603");

  private Constants() {}

  /** Any constant of a type; null for references that are no strings. */
  static Node any(String type, Dice dice) {
    String value =
        switch (type) {
          case "I" -> dice.chance(0.6) ? dice.pick(INTS) : Integer.toString(dice.between(-9, 9));
          case "Z" -> dice.of("0", "1");
          case "B" -> dice.of("0", "1", "-1", "127", "-128");
          case "C" -> dice.of("0", "65", "65535");
          case "S" -> dice.of("0", "-1", "32767", "-32768");
          case "J" -> dice.pick(LONGS);
          case "F" -> dice.pick(FLOATS);
          case "D" -> dice.pick(DOUBLES);
          case Universe.STRING -> dice.chance(0.9) ? dice.pick(STRINGS) : "null";
          default -> "null";
        };
    // Of null the verifier may know the type, or only that it is null.
    String shown = value.equals("null") && dice.chance(0.6) ? "null" : type;
    return Node.of("const", shown + "|" + value);
  }
}
