package dev.weft.hazard.targets;

/** A small program that suspends somewhere; the input selects its path. */
public interface Program {

  /**
   * Runs the program once.
   *
   * @return a value that the harness can describe: a string, a box, an array or a list
   * @throws Exception whatever the hazard is about
   */
  Object run(int input) throws Exception;
}
