package dev.weft.neighbours;

import dev.weft.neighbours.targets.Program;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Prints what programs do as ordinary code; run without the agent, or with one that dumps. */
final class PlainMain {
  private PlainMain() {}

  /** The arguments are the names of programs. */
  public static void main(String[] programs) throws ReflectiveOperationException {
    for (String name : programs) {
      for (int input = 0; input < CompiledPrograms.INPUTS; input++) {
        Program program =
            Class.forName(name).asSubclass(Program.class).getDeclaredConstructor().newInstance();
        byte[] outcome = Execution.plain(program, input).getBytes(StandardCharsets.UTF_8);
        System.out.println(name + " " + input + " " + Base64.getEncoder().encodeToString(outcome));
      }
    }
  }
}
