package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.it.targets.StandardInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The standard input, when it is a pipe: tasks that read from it do not block their carrier. */
class StandardInputIT {
  @Test
  void v78_standardInput_suspends() {
    Jvm.Result result =
        Jvm.withAgent("include=dev.weft.it.targets.**,patch=on")
            .input("one\ntwo\n")
            .run(StandardInput.class)
            .printed("[one, two], then input of descriptor 0");
    assertEquals(List.of(), result.messages(), result::toString);
  }
}
