package dev.weft.fuzz.emit;

/** Names that generated classes use. */
public final class Names {
  /** The package of generated classes, with a slash behind. */
  public static final String PACKAGE = "fuzzed/";

  /** The class that has the entry. */
  public static final String MAIN = PACKAGE + "P";

  /** The class that starts the entry inside a continuation. */
  public static final String LAUNCH = PACKAGE + "Launch";

  /** What the entry is called. */
  public static final String ENTRY = "run";

  /** Its descriptor. */
  public static final String ENTRY_DESCRIPTOR = "()V";

  /** The class of the suspending callees. */
  public static final String PROBE = "dev/weft/fuzz/run/Probe";

  /** The class that notes side effects. */
  public static final String LOG = "dev/weft/fuzz/run/Log";

  static final String OBJECT = "java/lang/Object";
  static final String OBJECT_DESCRIPTOR = "Ljava/lang/Object;";

  private Names() {}
}
