package dev.weft.it.targets;

import java.io.IOException;
import java.io.InputStream;

/** Defines a class file with a byte too few, twice, and then runs {@link Counting}. */
public final class Garbage extends ClassLoader {
  private Garbage() {
    super(Garbage.class.getClassLoader());
  }

  public static void main(String[] arguments) throws IOException {
    String name = Unmarked.class.getName();
    byte[] bytes;
    try (InputStream stream = Garbage.class.getResourceAsStream("Unmarked.class")) {
      bytes = stream.readAllBytes();
    }
    for (int i = 0; i < 2; i++) {
      try {
        new Garbage().defineClass(name, bytes, 0, bytes.length / 2);
      } catch (ClassFormatError e) {
        System.out.println("ClassFormatError");
      }
    }
    Counting.main(arguments);
  }
}
