package dev.weft.gallery;

import dev.weft.generator.Generator;
import java.io.IOException;
import java.util.NoSuchElementException;

/** S14: what next, send, raise, return and close do, rule by rule (P1 to P8). */
public final class S14Rules {
  private S14Rules() {}

  public static void main(String[] args) {
    Generator<String, String, String> talk = talk();
    System.out.println("P1 making a generator runs nothing: " + talk.state());

    try {
      talk.send("hello");
    } catch (IllegalStateException e) {
      System.out.println("P3 no yield waits for a value yet: " + talk.state());
    }

    System.out.println("P2 next runs to a yield: " + talk.next());
    System.out.println("P2 send is what that yield returns: " + talk.send("hello"));
    System.out.println("P2 next sends null: " + talk.next());
    System.out.println("P5 raise throws at the yield: " + talk.raise(new IOException("no disk")));

    for (int i = 1; i <= 2; i++) {
      try {
        talk.next();
      } catch (NoSuchElementException e) {
        System.out.println("P4 it has returned " + talk.result() + ": " + talk.state());
      }
    }

    Generator<String, String, String> unstarted = talk();
    System.out.println("P6 raise before the start: " + raised(unstarted) + unstarted.state());
    System.out.println("P7 raise after the end: " + raised(talk) + talk.state());

    Generator<String, String, String> closed = talk();
    closed.next();
    System.out.println("P8 close runs finally:");
    closed.close();
    closed.close();
    System.out.println("P8 closing twice is fine: " + closed.state());
  }

  private static String raised(Generator<String, String, String> generator) {
    try {
      return generator.raise(new IOException());
    } catch (Exception e) {
      return "thrown to the caller, ";
    }
  }

  private static Generator<String, String, String> talk() {
    return new Generator<>(
        yielder -> {
          try {
            String heard = yielder.yieldValue("one");
            System.out.println("   body got " + heard);
            heard = yielder.yieldValue("two");
            System.out.println("   body got " + heard);
            try {
              yielder.yieldValue("three");
            } catch (Exception e) { // an IOException, from raise
              System.out.println("   body caught " + e.getMessage());
            }
            yielder.yieldValue("four");
            return "five";
          } finally {
            System.out.println("   body cleans up");
          }
        });
  }
}
