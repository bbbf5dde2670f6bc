package dev.weft.agent.companion;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The JDK's socket code must look as expected; each difference is named, and there is no copy. */
class SocketShapeTest {
  private static ClassNode socket() {
    try (InputStream in =
        Object.class.getModule().getResourceAsStream(SocketShape.SOCKET + ".class")) {
      ClassNode type = new ClassNode();
      new ClassReader(in).accept(type, 0);
      return type;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MethodNode method(ClassNode type, String name) {
    return type.methods.stream().filter(m -> m.name.equals(name)).findFirst().orElseThrow();
  }

  /** What is said of the class after a change. */
  private static String refused(Consumer<ClassNode> change) {
    ClassNode type = socket();
    change.accept(type);
    String message =
        assertThrows(IllegalStateException.class, () -> SocketShape.check(type)).getMessage();
    ClassWriter writer = new ClassWriter(0);
    type.accept(writer);
    assertEquals(
        message,
        assertThrows(
                IllegalStateException.class,
                () -> CompanionCopy.of(writer.toByteArray(), n -> Optional.empty()))
            .getMessage());
    return message;
  }

  @Test
  void check_ofThisJdk_andOfOtherClasses_findsNothing() {
    assertDoesNotThrow(() -> SocketShape.check(socket()));
    ClassNode other = socket();
    other.name = "com/acme/Socket";
    other.methods.clear();
    assertDoesNotThrow(() -> SocketShape.check(other));
  }

  @Test
  void check_methodMissing_orStatic() {
    assertEquals(
        "it has no method tryRead(Ljava/io/FileDescriptor;[BII)I",
        refused(type -> method(type, "tryRead").name = "attemptRead"));
    assertEquals(
        "it has no method tryWrite(Ljava/io/FileDescriptor;[BII)I",
        refused(type -> method(type, "tryWrite").access |= Opcodes.ACC_STATIC));
    assertEquals(
        "it cannot make a descriptor non-blocking",
        refused(type -> type.methods.removeIf(m -> m.name.startsWith("configureNonBlocking"))));
  }

  @Test
  void check_fieldMissing_orOfAnotherType() {
    assertEquals(
        "it has no field readerThread",
        refused(type -> type.fields.removeIf(f -> f.name.equals("readerThread"))));
    assertEquals(
        "it has no field writerThread",
        refused(
            type ->
                type.fields.stream()
                    .filter(f -> f.name.equals("writerThread"))
                    .forEach(f -> f.desc = "Ljava/lang/Thread;")));
  }

  @Test
  void check_threadNotNoted() {
    assertEquals(
        "beginRead does not note the thread in readerThread",
        refused(type -> rename(method(type, "beginRead"), "current", "self")));
  }

  @Test
  void check_anotherNativeMethod_isCalled() {
    String message =
        refused(
            type ->
                method(type, "implWrite")
                    .instructions
                    .insert(
                        new MethodInsnNode(
                            Opcodes.INVOKESTATIC, "sun/nio/ch/Net", "pollForever", "()V")));
    assertEquals("implWrite calls sun/nio/ch/Net.pollForever()V", message);
  }

  @Test
  void check_whatWaitsDoesNotPark() {
    assertEquals(
        "timedAccept does not park",
        refused(type -> rename(method(type, "timedAccept"), "park", "await")));
  }

  @Test
  void check_closeLooksAtNoThread() {
    String message =
        refused(
            type -> {
              MethodNode close = method(type, "close");
              close.instructions.clear();
              close.tryCatchBlocks.clear();
              close.localVariables = null;
              close.instructions.add(new InsnNode(Opcodes.RETURN));
            });
    assertTrue(message.startsWith("close does not read "), message);
  }

  private static void rename(MethodNode method, String from, String to) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call && call.name.equals(from)) {
        call.name = to;
      }
    }
  }
}
