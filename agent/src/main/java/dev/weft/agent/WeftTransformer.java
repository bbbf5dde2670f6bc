package dev.weft.agent;

import dev.weft.agent.transform.AbiMismatchException;
import dev.weft.agent.transform.CallReporter;
import dev.weft.agent.transform.ClassWeaver;
import dev.weft.agent.transform.OriginalAttribute;
import dev.weft.agent.transform.WeaveResult;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What the JVM calls for each class that is loaded. Never throws: the JVM would swallow it. A class
 * that cannot be woven stays as it is, and the log says why.
 */
final class WeftTransformer implements ClassFileTransformer {
  private final LoaderContexts contexts;
  private final AgentLog log;
  private final Optional<ClassDump> dump;
  private final List<UnusedPatterns> unused;
  private final Optional<CallReporter> reporter;

  /** The loaders with a second copy of the runtime, each of which was spoken of once. */
  private final Set<ClassLoader> refused =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  WeftTransformer(
      LoaderContexts contexts,
      AgentLog log,
      Optional<ClassDump> dump,
      List<UnusedPatterns> unused,
      Optional<CallReporter> reporter) {
    this.unused = unused;
    this.reporter = reporter;
    this.contexts = contexts;
    this.log = log;
    this.dump = dump;
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null || loader == ClassLoader.getPlatformClassLoader() || className == null) {
      return null;
    }
    return weave(loader, className, redefined, bytes);
  }

  /**
   * Weaves a class file.
   *
   * @param redefined the class as it is loaded; null while it is being loaded
   * @return null if it stays as it is
   */
  byte[] weave(ClassLoader loader, String className, Class<?> redefined, byte[] bytes) {
    try {
      if (SecondCopy.isRuntime(className)) {
        return refuseSecondCopy(loader, className, bytes);
      }
      for (UnusedPatterns patterns : unused) {
        patterns.note(className);
      }
      byte[] prepared = contexts.prepared(className, bytes);
      LoaderContexts.Context context = contexts.of(loader);
      ClassWeaver weaver = context.weaver();
      WeaveResult result =
          redefined == null
              ? weaver.weave(prepared)
              : weaver.reweave(prepared, new Members(redefined));
      if (redefined == null) {
        for (String message : result.messages()) {
          log.say(message); // once; a redefined class says nothing new
        }
      }
      if (dump.isPresent()) {
        dump.get().write(result, bytes);
      }
      Optional<byte[]> changed = reported(loader, className, prepared, result.bytes());
      if (changed.isEmpty() && prepared == bytes) {
        return null;
      }
      context.link(loader);
      return OriginalAttribute.attach(bytes, changed.orElse(prepared));
    } catch (AbiMismatchException e) {
      log.say(e.getMessage());
      return SecondCopy.failing(bytes, e.getMessage());
    } catch (Throwable e) {
      log.say(
          "cannot weave "
              + className.replace('/', '.')
              + ", which stays as it is: "
              + e
              + "; if the class file is sound this is a fault of the weaver: please report it, and"
              + " use exclude= meanwhile");
      return null;
    }
  }

  /** What was woven, with its blocking calls bracketed if a report was asked for. */
  private Optional<byte[]> reported(
      ClassLoader loader, String className, byte[] bytes, Optional<byte[]> woven) {
    if (reporter.isEmpty() || contexts.of(loader).lookup().isExcluded(className)) {
      return woven;
    }
    try {
      Optional<byte[]> bracketed =
          reporter.get().rewrite(woven.orElse(bytes), contexts.of(loader).lookup().hierarchy());
      return bracketed.isPresent() ? bracketed : woven;
    } catch (RuntimeException | AssertionError e) { // ASM says "malformed" by many kinds
      log.say("the report leaves out " + className.replace('/', '.') + ": " + e);
      return woven;
    }
  }

  private byte[] refuseSecondCopy(ClassLoader loader, String className, byte[] bytes) {
    String message = SecondCopy.message(loader, className);
    if (refused.add(loader)) {
      log.say(message);
    }
    return SecondCopy.failing(bytes, message);
  }
}
