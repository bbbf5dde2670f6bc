package dev.weft.neighbours.targets.ecj;

import static dev.weft.neighbours.targets.Suspending.*;

import dev.weft.neighbours.targets.Log;
import dev.weft.neighbours.targets.Program;
import java.io.*;
import java.lang.annotation.*;
import java.util.*;
import java.util.function.*;

/** Monitors as ECJ lays them out; nothing suspends while one is held. */
public class H46_Monitors implements Program {
  private int n;

  private synchronized int locked(int x) {
    return n += x;
  }

  @Override
  public Object run(int input) {
    int before = s(1);
    synchronized (this) {
      n += before;
      synchronized (Log.class) {
        if (input == 1) {
          return "in " + n;
        }
        n++;
      }
    }
    return s(n) + " " + locked(s(3));
  }
}
