package dev.weft.agent.transform;

import dev.weft.agent.discover.ClassPatterns;
import dev.weft.agent.names.RuntimeNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Lets the classes that {@code monitors=} names suspend while they hold monitors, before they are
 * woven: {@code synchronized}, {@code wait} and {@code notify} become calls of the runtime, which
 * keeps who holds what by task. Whoever runs such code: tasks and threads exclude each other there.
 */
public final class SuspendingMonitors {
  private static final Map<String, String> CALLS =
      Map.of(
          "wait()V", "await",
          "wait(J)V", "await",
          "wait(JI)V", "await",
          "notify()V", "notify",
          "notifyAll()V", "notifyAll");

  private static final String BRIDGE = "weft$monitor$";

  private final ClassPatterns patterns;

  /** For these classes. */
  public SuspendingMonitors(ClassPatterns patterns) {
    this.patterns = patterns;
  }

  /** Whether a class, by its internal name, is one of these. */
  public boolean concerns(String className) {
    return !patterns.isEmpty() && patterns.matches(className);
  }

  /**
   * The class file that is to be woven, or read by whoever weaves another one.
   *
   * @param log takes the message if the class cannot be changed
   * @return {@code bytes} themselves if they stay as they are
   * @throws RuntimeException of ASM's if the bytes are no class file
   */
  public static byte[] apply(byte[] bytes, Consumer<String> log) {
    ClassReader reader = new ClassReader(bytes);
    ClassNode type = new ClassNode(RuntimeNames.ASM_API);
    reader.accept(type, 0);
    for (MethodNode method : type.methods) {
      if (!MonitorCalls.canApply(method)
          || (MonitorCalls.isSynchronized(method) && major(type) < Opcodes.V1_5)) {
        log.accept(
            type.name.replace('/', '.')
                + "."
                + method.name
                + " was compiled in a way that monitors= cannot change: the monitors of its class"
                + " pin; leave the class out of monitors=, or compile it by javac for Java 5 or"
                + " later");
        return bytes;
      }
    }
    return change(type) ? write(reader, type) : bytes;
  }

  /** Without the minor version, which is in the upper half. */
  static int major(ClassNode type) {
    return type.version & 0xFFFF;
  }

  private static byte[] write(ClassReader reader, ClassNode type) {
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    type.accept(writer);
    return writer.toByteArray();
  }

  private static boolean change(ClassNode type) {
    boolean changed = false;
    for (MethodNode method : new ArrayList<>(type.methods)) {
      boolean isConcerned = MonitorCalls.isSynchronized(method) && method.instructions.size() > 0;
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        int opcode = instruction.getOpcode();
        isConcerned |= opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT;
        changed |= changeCall(type, instruction, method);
      }
      if (isConcerned) {
        MonitorCalls.apply(type, method);
        method.access &= ~Opcodes.ACC_SYNCHRONIZED;
        changed = true;
      }
    }
    return changed;
  }

  private static boolean changeCall(
      ClassNode type, AbstractInsnNode instruction, MethodNode method) {
    if (instruction instanceof MethodInsnNode call
        && call.getOpcode() != Opcodes.INVOKESTATIC
        && CALLS.containsKey(call.name + call.desc)) {
      method.instructions.set(instruction, call(call.name, call.desc));
      return true;
    }
    if (instruction instanceof MethodInsnNode call && isHoldsLock(call)) {
      call.owner = RuntimeNames.MONITOR_WAITS;
      return true;
    }
    boolean changed = false;
    if (instruction instanceof InvokeDynamicInsnNode site && site.bsmArgs.length >= 3) {
      for (int i = 0; i < site.bsmArgs.length; i++) {
        if (site.bsmArgs[i] instanceof Handle handle
            && handle.getTag() != Opcodes.H_INVOKESTATIC
            && CALLS.containsKey(handle.getName() + handle.getDesc())) {
          site.bsmArgs[i] = bridge(type, handle, receiver(site));
          changed = true;
        }
      }
    }
    return changed;
  }

  private static boolean isHoldsLock(MethodInsnNode call) {
    return call.getOpcode() == Opcodes.INVOKESTATIC
        && call.owner.equals("java/lang/Thread")
        && call.name.equals("holdsLock");
  }

  private static MethodInsnNode call(String name, String descriptor) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC,
        RuntimeNames.MONITOR_WAITS,
        CALLS.get(name + descriptor),
        "(Ljava/lang/Object;" + descriptor.substring(1));
  }

  /** What a method reference calls it on: what it captured, or its first argument. */
  private static Type receiver(InvokeDynamicInsnNode site) {
    Type[] captured = Type.getArgumentTypes(site.desc);
    return captured.length > 0
        ? captured[0]
        : Type.getArgumentTypes(((Type) site.bsmArgs[2]).getDescriptor())[0];
  }

  /** A method for {@code lock::notifyAll}: what is captured must be exactly what it takes. */
  private static Handle bridge(ClassNode type, Handle handle, Type receiver) {
    List<Type> parameters = new ArrayList<>(List.of(receiver));
    parameters.addAll(Arrays.asList(Type.getArgumentTypes(handle.getDesc())));
    String descriptor = Type.getMethodDescriptor(Type.VOID_TYPE, parameters.toArray(new Type[0]));
    boolean isInterface = (type.access & Opcodes.ACC_INTERFACE) != 0;
    String name = BRIDGE + type.methods.size();
    String[] exceptions =
        handle.getName().equals("wait") ? new String[] {"java/lang/InterruptedException"} : null;
    MethodNode bridge =
        new MethodNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            name,
            descriptor,
            null,
            exceptions);
    int slot = 0;
    for (Type parameter : parameters) {
      bridge.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), slot); // … argument
      slot += parameter.getSize();
    }
    bridge.instructions.add(call(handle.getName(), handle.getDesc())); // …
    bridge.visitInsn(Opcodes.RETURN);
    bridge.visitMaxs(slot, slot);
    type.methods.add(bridge);
    return new Handle(Opcodes.H_INVOKESTATIC, type.name, name, descriptor, isInterface);
  }
}
