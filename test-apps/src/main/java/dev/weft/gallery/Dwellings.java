package dev.weft.gallery;

import dev.weft.Suspendable;
import dev.weft.continuation.Continuation;
import dev.weft.continuation.ContinuationScope;
import java.util.List;

/**
 * Backtracking by copies of a continuation. {@code puzzle} reads as if {@code choose} guessed
 * right; in truth it suspends, and the search resumes one copy of that moment for every choice.
 * Each copy has local variables of its own. (The puzzle is Dinesman's, by way of "Structure and
 * Interpretation of Computer Programs", section 4.3.2.)
 */
public final class Dwellings {
  private static final ContinuationScope CHOICE = new ContinuationScope("choice");
  private static final List<Integer> FLOORS = List.of(1, 2, 3, 4, 5);

  /** What the continuation being resumed shall find as the result of {@code choose}. */
  private int chosen;

  private Dwellings() {}

  public static void main(String[] args) {
    Dwellings dwellings = new Dwellings();
    dwellings.search(new Continuation(CHOICE, dwellings::puzzle));
  }

  @Suspendable
  private void puzzle() {
    int baker = choose();
    if (baker == 5) {
      return; // a dead end: nothing more happens in this copy
    }
    int cooper = choose();
    if (cooper == 1 || cooper == baker) {
      return;
    }
    int fletcher = choose();
    if (fletcher == 1 || fletcher == 5 || Math.abs(fletcher - cooper) == 1) {
      return;
    }
    int miller = choose();
    if (miller <= cooper) {
      return;
    }
    int smith = choose();
    if (Math.abs(smith - fletcher) == 1) {
      return;
    }
    if (List.of(baker, cooper, fletcher, miller, smith).stream().distinct().count() == 5) {
      System.out.println("Baker lives on floor " + baker);
      System.out.println("Cooper lives on floor " + cooper);
      System.out.println("Fletcher lives on floor " + fletcher);
      System.out.println("Miller lives on floor " + miller);
      System.out.println("Smith lives on floor " + smith);
    }
  }

  @Suspendable
  private int choose() {
    Continuation.suspend(CHOICE);
    return chosen;
  }

  private void search(Continuation continuation) {
    continuation.run(); // until it has a choice to make, or ends
    if (!continuation.isDone()) {
      for (int floor : FLOORS) {
        Continuation copy = continuation.copy();
        chosen = floor;
        search(copy);
      }
    }
  }
}
