package dev.weft.conformance.suites;

import dev.weft.conformance.suites.SuiteProcess.Place;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.engine.execution.JupiterEngineExecutionContext;
import org.junit.jupiter.engine.support.JupiterThrowableCollectorFactory;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;
import org.junit.platform.engine.support.hierarchical.ThrowableCollector;

/**
 * JUnit Jupiter, executed in a place of ours. It differs from the original in one thing: the
 * service that runs the tests of a class one after the other does so with a loop, where JUnit's own
 * calls {@code List.forEach}, which is the JDK's code, and so in the way of every suspension.
 */
final class PlacedEngine implements TestEngine {
  private final Place place;
  private final Jupiter jupiter = new Jupiter();

  PlacedEngine(Place place) {
    this.place = place;
  }

  @Override
  public String getId() {
    return jupiter.getId();
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    return jupiter.discover(request, id);
  }

  @Override
  public void execute(ExecutionRequest request) {
    try {
      place.run(() -> jupiter.execute(request));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Jupiter extends HierarchicalTestEngine<JupiterEngineExecutionContext> {
    private final JupiterTestEngine original = new JupiterTestEngine();

    @Override
    public String getId() {
      return "jupiter-placed";
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
      return original.discover(request, id);
    }

    @Override
    protected JupiterEngineExecutionContext createExecutionContext(ExecutionRequest request) {
      try {
        Method create =
            JupiterTestEngine.class.getDeclaredMethod(
                "createExecutionContext", ExecutionRequest.class);
        create.setAccessible(true);
        return (JupiterEngineExecutionContext) create.invoke(original, request);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected ThrowableCollector.Factory createThrowableCollectorFactory(ExecutionRequest request) {
      return JupiterThrowableCollectorFactory::createThrowableCollector;
    }

    @Override
    protected HierarchicalTestExecutorService createExecutorService(ExecutionRequest request) {
      return new OneByOne();
    }
  }

  private static final class OneByOne implements HierarchicalTestExecutorService {
    @Override
    public Future<Void> submit(TestTask task) {
      task.execute();
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void invokeAll(List<? extends TestTask> tasks) {
      for (TestTask task : tasks) {
        task.execute();
      }
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
