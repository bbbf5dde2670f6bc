package dev.weft.fuzz.trace;

import dev.weft.fuzz.trace.model.Fault;
import dev.weft.fuzz.trace.model.Model;
import dev.weft.fuzz.trace.model.Model.Expected;
import dev.weft.fuzz.trace.model.TooLongException;
import dev.weft.fuzz.trace.script.Script;
import dev.weft.fuzz.trace.script.Script.Step;
import dev.weft.fuzz.trace.script.Sites;
import dev.weft.fuzz.trace.script.Threads;
import dev.weft.fuzz.trace.script.World;
import dev.weft.fuzz.trace.script.World.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A script done by the model and by the runtime, side by side.
 *
 * @param observer sees what each step should do
 */
record Comparison(Threads threads, Fault fault, Consumer<Expected> observer) {
  /** Where they differ; empty when they agree. */
  Optional<String> difference(Script script) {
    Model model = new Model(script, fault);
    int number = 0;
    try {
      World world = new World(script, threads);
      for (Step step : script.steps()) {
        Expected expected = model.step(step);
        observer.accept(expected);
        Outcome outcome = world.step(step);
        Optional<String> difference = difference(expected, outcome);
        if (difference.isPresent()) {
          return Optional.of("step " + number + " " + step + "\n" + difference.get());
        }
        number++;
      }
      return Optional.empty();
    } catch (TooLongException e) {
      return Optional.empty();
    } catch (Exception | AssertionError e) {
      return Optional.of("step " + number + " failed: " + e + List.of(e.getStackTrace()));
    }
  }

  private Optional<String> difference(Expected expected, Outcome outcome) {
    if (!expected.seen().equals(outcome.seen())) {
      return Optional.of("expected\n" + expected.seen() + "was\n" + outcome.seen());
    }
    if (expected.trace().isEmpty()) {
      return Optional.empty();
    }
    String trace =
        outcome.trace().stream()
            .map(element -> Sites.text(element) + "\n")
            .collect(Collectors.joining());
    String whole = Model.text(expected.trace());
    if (expected.wasKept() || expected.wasMadeElsewhere()) {
      whole = whole.substring(0, whole.indexOf('\n') + 1);
      // What was not thrown through a trampoline has the woven names.
      trace = trace.substring(0, trace.indexOf('\n') + 1).replace("$weft$", "");
    }
    return whole.equals(trace)
        ? Optional.empty()
        : Optional.of("expected the trace\n" + whole + "was\n" + trace);
  }
}
