package dev.weft.agent.discover;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;

/**
 * What the signatures of a class tell; the bodies matter only for the lambdas they create.
 *
 * @param version class-file version without the minor part
 * @param marked whether the type carries {@code @Suspendable}
 * @param management whether it carries {@code @MXBean}
 * @param abiVersion the stamp of a class woven ahead of time; 0 for others
 * @param methods by name and descriptor, in the order of the class file
 */
public record ClassOutline(
    String name,
    int access,
    int version,
    Optional<String> superName,
    List<String> interfaces,
    boolean marked,
    boolean management,
    int abiVersion,
    Map<String, MethodOutline> methods,
    List<LambdaUse> lambdas) {

  /** Whether one of these access flags is set. */
  public boolean is(int flags) {
    return (access & flags) != 0;
  }

  /** Whether it is an interface, or an annotation type. */
  public boolean isInterface() {
    return is(Opcodes.ACC_INTERFACE);
  }

  /** The method with this name and descriptor, if the class declares it. */
  public Optional<MethodOutline> method(String methodName, String descriptor) {
    return Optional.ofNullable(methods.get(methodName + descriptor));
  }

  /** The package in internal form; empty for the unnamed one. */
  public String packageName() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  /** Whether running code of this interface for the first time would initialise it. */
  public boolean hasInitializer() {
    return methods.containsKey("<clinit>()V");
  }

  /** Whether the interface has a default method already, so that one more changes nothing. */
  public boolean hasDefaultMethod() {
    for (MethodOutline method : methods.values()) {
      if (method.isVirtual() && !method.is(Opcodes.ACC_ABSTRACT)) {
        return true;
      }
    }
    return false;
  }
}
