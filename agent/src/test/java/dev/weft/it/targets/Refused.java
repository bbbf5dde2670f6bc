package dev.weft.it.targets;

import dev.weft.Suspendable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import dev.weft.continuation.PinnedException;

/** Has methods that cannot be woven; their plain bodies work all the same. */
@Suspendable
public final class Refused {
  private static final ContinuationScope SCOPE = new ContinuationScope("refused");

  private Refused() {}

  public static void main(String[] arguments) {
    System.out.println(
        full(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
            25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
            47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68,
            69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90,
            91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109,
            110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126,
            127, true));
    Continuation continuation = new Continuation(SCOPE, Refused::body);
    try {
      continuation.run();
      System.out.println("suspended");
    } catch (PinnedException e) {
      System.out.println(e.reason() + " " + e.getMessage());
    }
  }

  static void body() {
    full(
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
        26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48,
        49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,
        72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94,
        95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113,
        114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, false);
  }

  static native void nativeMethod();

  static long full(
      long a1,
      long a2,
      long a3,
      long a4,
      long a5,
      long a6,
      long a7,
      long a8,
      long a9,
      long a10,
      long a11,
      long a12,
      long a13,
      long a14,
      long a15,
      long a16,
      long a17,
      long a18,
      long a19,
      long a20,
      long a21,
      long a22,
      long a23,
      long a24,
      long a25,
      long a26,
      long a27,
      long a28,
      long a29,
      long a30,
      long a31,
      long a32,
      long a33,
      long a34,
      long a35,
      long a36,
      long a37,
      long a38,
      long a39,
      long a40,
      long a41,
      long a42,
      long a43,
      long a44,
      long a45,
      long a46,
      long a47,
      long a48,
      long a49,
      long a50,
      long a51,
      long a52,
      long a53,
      long a54,
      long a55,
      long a56,
      long a57,
      long a58,
      long a59,
      long a60,
      long a61,
      long a62,
      long a63,
      long a64,
      long a65,
      long a66,
      long a67,
      long a68,
      long a69,
      long a70,
      long a71,
      long a72,
      long a73,
      long a74,
      long a75,
      long a76,
      long a77,
      long a78,
      long a79,
      long a80,
      long a81,
      long a82,
      long a83,
      long a84,
      long a85,
      long a86,
      long a87,
      long a88,
      long a89,
      long a90,
      long a91,
      long a92,
      long a93,
      long a94,
      long a95,
      long a96,
      long a97,
      long a98,
      long a99,
      long a100,
      long a101,
      long a102,
      long a103,
      long a104,
      long a105,
      long a106,
      long a107,
      long a108,
      long a109,
      long a110,
      long a111,
      long a112,
      long a113,
      long a114,
      long a115,
      long a116,
      long a117,
      long a118,
      long a119,
      long a120,
      long a121,
      long a122,
      long a123,
      long a124,
      long a125,
      long a126,
      long a127,
      boolean quiet) {
    if (!quiet) {
      Continuation.suspend(SCOPE);
    }
    return a1 + a127;
  }
}
