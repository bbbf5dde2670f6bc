package dev.weft.fuzz.trace.model;

/**
 * What a frame gets when it is its turn: a value, or an exception.
 *
 * @param error null for a value
 */
record Signal(Object value, Failure error) {
  static final Signal NOTHING = new Signal(null, null);

  static Signal of(Object value) {
    return new Signal(value, null);
  }

  static Signal failed(Failure error) {
    return new Signal(null, error);
  }

  static Signal failed(String wrongUse) {
    return failed(Failure.wrongUse(wrongUse));
  }

  boolean isError() {
    return error != null;
  }

  boolean isError(Failure.Sort sort) {
    return error != null && error.sort == sort;
  }
}
