package dev.weft.neighbours;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.connect.VMStartException;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.StepRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A debugger and the JVM it has launched: it stops when the main class is prepared, then at
 * breakpoints and after steps. The JDK picks a port of the loopback interface.
 */
final class DebugSession implements AutoCloseable {
  private static final long TIMEOUT_MILLIS = 60_000;

  private final VirtualMachine vm;
  private ClassType type;
  private ThreadReference thread;
  private EventSet pending;

  /** Launches a main class of the compiled tests with the agent. */
  DebugSession(Class<?> main, String agentOptions) {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("main").setValue(main.getName());
    arguments
        .get("options")
        .setValue(
            "-XX:+UnlockDiagnosticVMOptions -XX:+BytecodeVerificationLocal"
                + " -XX:+BytecodeVerificationRemote -cp \""
                + Jvm.testClasses()
                + "\" \"-javaagent:"
                + Jvm.agentJar()
                + "="
                + agentOptions
                + "\"");
    try {
      vm = connector.launch(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalConnectorArgumentsException | VMStartException e) {
      throw new IllegalStateException(e);
    }
    ClassPrepareRequest prepared = vm.eventRequestManager().createClassPrepareRequest();
    prepared.addClassFilter(main.getName());
    prepared.enable();
    ClassPrepareEvent event =
        (ClassPrepareEvent) next().orElseThrow(() -> new AssertionError(errors()));
    type = (ClassType) event.referenceType();
    thread = event.thread();
  }

  /** What the program printed on standard error. */
  String errors() {
    try {
      return new String(vm.process().getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ReferenceType type() {
    return type;
  }

  VirtualMachine vm() {
    return vm;
  }

  /** Stops on a line from now on, in whichever body. */
  List<Location> breakAt(int line) {
    try {
      List<Location> locations = type.locationsOfLine(line);
      for (Location location : locations) {
        BreakpointRequest request = vm.eventRequestManager().createBreakpointRequest(location);
        request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        request.enable();
      }
      return locations;
    } catch (AbsentInformationException e) {
      throw new IllegalStateException(e);
    }
  }

  void clearBreakpoints() {
    vm.eventRequestManager().deleteAllBreakpoints();
  }

  /** Goes on to the next breakpoint. */
  StackFrame resume() {
    return stop();
  }

  /** Steps: {@link StepRequest#STEP_OVER} and the like. Weft's own classes are filtered out. */
  StackFrame step(int depth) {
    StepRequest request =
        vm.eventRequestManager().createStepRequest(thread, StepRequest.STEP_LINE, depth);
    request.addClassExclusionFilter("dev.weft.abi.*");
    request.addClassExclusionFilter("dev.weft.continuation.*");
    request.addClassExclusionFilter(type.name() + "$$Weft$Lambda*"); // has no lines
    request.addClassExclusionFilter("java.*");
    request.addClassExclusionFilter("jdk.*");
    request.addCountFilter(1);
    request.enable();
    try {
      return stop();
    } finally {
      vm.eventRequestManager().deleteEventRequest(request);
    }
  }

  /** The variables a debugger shows, by name. */
  static Map<String, String> variables(StackFrame frame) {
    try {
      Map<String, String> values = new TreeMap<>();
      for (LocalVariable variable : frame.visibleVariables()) {
        values.put(variable.name(), String.valueOf(frame.getValue(variable)));
      }
      return values;
    } catch (AbsentInformationException e) {
      throw new IllegalStateException(e);
    }
  }

  private StackFrame stop() {
    if (next().isEmpty()) {
      throw new AssertionError("the program ended");
    }
    try {
      return thread.frame(0);
    } catch (IncompatibleThreadStateException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Event> next() {
    try {
      if (pending != null) {
        pending.resume();
      } else {
        vm.resume();
      }
      for (; ; ) {
        pending = vm.eventQueue().remove(TIMEOUT_MILLIS);
        if (pending == null) {
          throw new AssertionError("nothing happened");
        }
        for (Event event : pending) {
          if (event instanceof VMDeathEvent || event instanceof VMDisconnectEvent) {
            return Optional.empty();
          }
          if (event instanceof LocatableEvent stop && !(event instanceof ClassPrepareEvent)) {
            thread = stop.thread();
            return Optional.of(event);
          }
          if (event instanceof ClassPrepareEvent) {
            return Optional.of(event);
          }
        }
        pending.resume();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (VMDisconnectedException e) {
      return Optional.empty();
    }
  }

  /** Lets the program end; what it printed. */
  String finish() throws IOException {
    vm.eventRequestManager().deleteAllBreakpoints();
    boolean running = true;
    while (running) {
      running = next().isPresent();
    }
    return new String(vm.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    vm.process().destroyForcibly();
  }
}
