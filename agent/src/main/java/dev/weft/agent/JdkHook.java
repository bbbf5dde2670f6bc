package dev.weft.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;

/**
 * Changes the bodies of some classes of the JDK, and no more than may be changed in loaded ones. To
 * be added as retransform-capable, so that a change survives retransformation by another agent.
 */
abstract class JdkHook implements ClassFileTransformer {
  final AgentLog log;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  JdkHook(AgentLog log) {
    this.log = log;
  }

  /** Whether a class of the boot loader, by its internal name, is to be changed. */
  abstract boolean isConcerned(String className);

  /**
   * The changed class file; null if it stays as it is.
   *
   * @throws RuntimeException if it is none that is known
   */
  byte[] change(String className, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(rewriter(writer), 0);
    return writer.toByteArray();
  }

  /** What changes a class on its way to the writer. */
  ClassVisitor rewriter(ClassVisitor writer) {
    return writer;
  }

  /** A class stays as it is, because its class file is of another JDK, or one newer than ASM. */
  void failed(String className, RuntimeException e) {
    log.say("cannot read the JDK's " + className + ": " + e);
  }

  @Override
  public final byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] bytes) {
    if (loader != null || className == null || !isConcerned(className)) {
      return null;
    }
    try {
      byte[] rewritten = change(className, bytes);
      if (rewritten != null) {
        changed.add(className);
      }
      return rewritten;
    } catch (RuntimeException e) {
      failed(className, e);
      return null;
    }
  }

  /** The classes it is for that are loaded already. */
  final List<Class<?>> loaded(Instrumentation instrumentation) {
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() == null
          && !type.isArray()
          && !type.isHidden()
          && isConcerned(internalName(type))) {
        all.add(type);
      }
    }
    return all;
  }

  final boolean hasChanged(Class<?> type) {
    return changed.contains(internalName(type));
  }

  /** Whether all these were changed, by their internal names. */
  final boolean hasChanged(List<String> classNames) {
    return changed.containsAll(classNames);
  }

  static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
