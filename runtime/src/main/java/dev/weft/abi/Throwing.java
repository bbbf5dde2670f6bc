package dev.weft.abi;

/** Throws any exception without declaring it, as bytecode may. */
public final class Throwing {
  private Throwing() {}

  /**
   * Throws {@code exception}, which may be checked.
   *
   * @return never; the type lets callers write {@code throw sneaky(e)}
   */
  public static RuntimeException sneaky(Throwable exception) {
    throw Throwing.<RuntimeException>cast(exception);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: the cast never happens
  private static <T extends Throwable> T cast(Throwable exception) throws T {
    throw (T) exception;
  }
}
