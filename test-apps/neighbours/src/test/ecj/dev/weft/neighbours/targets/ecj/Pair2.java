package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** A record with a compact constructor and type annotations. */
public record Pair2(@Mark int a, List<@Mark("element") String> b) {
  /** Checks. */
  public Pair2 {
    Objects.requireNonNull(b);
  }

  /** Suspends. */
  public int sum() {
    return s(a) + b.size();
  }
}
