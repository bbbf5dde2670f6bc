package bench.peer;

/** A coroutine that never ends, seen from outside. */
public interface Resumable {

  /** Runs it from where it stopped (at first: from its start) to its next suspension. */
  void resume();
}
