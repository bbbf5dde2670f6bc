package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.StepEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.StepRequest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A debugger stops a thread at a random instruction of woven code or of the runtime and throws an
 * exception there: that coroutine ends with it, all others and the thread go on. Takes {@code
 * -Dseed=} and {@code -Drounds=}.
 */
class InjectionIT {
  private static final int MAX_STEPS = 4_000;

  private final Map<String, Integer> places = new TreeMap<>();

  @Test
  void exception_thrownAtAnyInstruction_endsThatCoroutineOnly() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int rounds = Integer.getInteger("rounds", 120);
    System.out.println("InjectionIT: -Dseed=" + seed);
    ListeningConnector connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(c -> c.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("port").setValue("0");
    arguments.get("localAddress").setValue("127.0.0.1");
    String address = connector.startListening(arguments);
    Path out = Files.createTempFile("struck", ".out");
    Process process = start(address, rounds, out);
    VirtualMachine machine;
    try {
      machine = connector.accept(arguments);
    } finally {
      connector.stopListening(arguments);
    }
    strike(machine, new Random(seed));
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String output = Files.readString(out);
    String context = output + "\n-Dseed=" + seed + "\n" + places;
    assertEquals(0, process.exitValue(), context);
    String last = output.lines().reduce("", (first, second) -> second);
    assertTrue(last.startsWith("struck "), context);
    int struck = Integer.parseInt(last.substring("struck ".length()));
    assertTrue(struck > rounds / 4, context);
    System.out.println("InjectionIT: " + struck + " of " + rounds + " struck, in " + places);
    Files.delete(out);
  }

  private static Process start(String address, int rounds, Path out) throws Exception {
    String port = address.substring(address.lastIndexOf(':') + 1);
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=127.0.0.1:" + port,
                "-javaagent:" + Jvm.agentJar() + "=include=dev.weft.it.targets.**",
                "-cp",
                Jvm.testClasses() + File.pathSeparator + Jvm.runtimeJar(),
                StruckProgram.class.getName(),
                Integer.toString(rounds)))
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start();
  }

  private void strike(VirtualMachine machine, Random random) throws InterruptedException {
    var prepared = machine.eventRequestManager().createClassPrepareRequest();
    prepared.addClassFilter(StruckProgram.class.getName());
    prepared.enable();
    try {
      for (; ; ) {
        EventSet events = machine.eventQueue().remove();
        for (Event event : events) {
          handle(machine, event, random);
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      return; // it has ended
    }
  }

  private void handle(VirtualMachine machine, Event event, Random random) {
    if (event instanceof ClassPrepareEvent loaded) {
      for (String method : List.of("begin", "end")) {
        var location = loaded.referenceType().methodsByName(method).get(0).location();
        machine.eventRequestManager().createBreakpointRequest(location).enable();
      }
    } else if (event instanceof BreakpointEvent reached) {
      stopStepping(machine);
      if (reached.location().method().name().equals("begin")) {
        step(machine, reached.thread(), 3 + random.nextInt(MAX_STEPS));
      }
    } else if (event instanceof StepEvent step) {
      String place = step.location().declaringType().name();
      stopStepping(machine);
      if (mayStrikeIn(place)) {
        places.merge(
            place.substring(place.lastIndexOf('.') + 1) + "." + step.location().method().name(),
            1,
            Integer::sum);
        throwAt(machine, step.thread());
      } else {
        step(machine, step.thread(), 1);
      }
    }
  }

  /** Woven code and the runtime, but not the program that counts what was struck, nor the JDK. */
  private static boolean mayStrikeIn(String type) {
    return type.startsWith("dev.weft.") && !type.equals(StruckProgram.class.getName());
  }

  private static void step(VirtualMachine machine, ThreadReference thread, int count) {
    StepRequest request =
        machine
            .eventRequestManager()
            .createStepRequest(thread, StepRequest.STEP_MIN, StepRequest.STEP_INTO);
    request.addCountFilter(count);
    request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
    request.enable();
  }

  private static void stopStepping(VirtualMachine machine) {
    var requests = machine.eventRequestManager();
    requests.deleteEventRequests(List.copyOf(requests.stepRequests()));
  }

  private static void throwAt(VirtualMachine machine, ThreadReference thread) {
    ReferenceType program = machine.classesByName(StruckProgram.class.getName()).get(0);
    ObjectReference bullet = (ObjectReference) program.getValue(program.fieldByName("BULLET"));
    try {
      thread.stop(bullet);
    } catch (com.sun.jdi.InvalidTypeException e) {
      throw new IllegalStateException(e);
    }
  }
}
