package dev.weft.fuzz.generate;

import org.objectweb.asm.Type;

/**
 * A method that generated code may call.
 *
 * @param instruction how it is called
 * @param fueled whether it asks for fuel when it begins, so that recursion through it ends
 */
record Callable(
    String instruction,
    String owner,
    String name,
    String descriptor,
    boolean isInterface,
    boolean isPrivate,
    boolean fueled) {

  String returned() {
    return Type.getReturnType(descriptor).getDescriptor();
  }

  Type[] parameters() {
    return Type.getArgumentTypes(descriptor);
  }

  boolean isStatic() {
    return instruction.equals("invokestatic");
  }

  String argument() {
    return instruction + "|" + owner + "|" + name + "|" + descriptor + "|" + isInterface;
  }
}
