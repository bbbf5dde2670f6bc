package dev.weft.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.it.targets.Channels;
import dev.weft.it.targets.LineServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A build of the JDK whose sockets look different inside: they work as before, in tasks that block
 * their carriers, and one line says so.
 */
class UnknownJdkIT {
  private static final String SOCKET = "sun/nio/ch/NioSocketImpl";
  private static final String CHANNEL = "sun/nio/ch/SelChImpl";
  private static final String OPTIONS = "include=dev.weft.it.targets.**,patch=on";

  @Test
  void sockets_ofThisJdk_suspend() {
    Jvm.Result result = Jvm.withAgent(OPTIONS).run(LineServer.class).printed("200 lines");
    assertEquals(List.of(), result.messages(), result::toString);
  }

  @Test
  void sockets_ofAnUnknownJdk_block_andOneLineSaysSo(@TempDir Path patched) throws IOException {
    Path file = patched.resolve(SOCKET + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, renamed());
    Jvm.Result result =
        Jvm.withAgent(OPTIONS)
            .option("--patch-module")
            .option("java.base=" + patched)
            .run(LineServer.class)
            .printed("200 lines");
    assertEquals(1, result.messages().size(), result::toString);
    String message = result.messages().get(0);
    assertTrue(
        message.startsWith(
            "weft: no suspendable copy of the JDK's sun.nio.ch.NioSocketImpl, whose methods pin"
                + " now: java.lang.IllegalStateException: it has no method park("),
        message);
    assertTrue(message.endsWith("is this a JDK that Weft does not know?"), message);
    assertTrue(result.err().contains("blocks its carrier, and others run"), result::toString);
    assertFalse(result.err().contains("\tat "), result::toString);
  }

  @Test
  void channels_ofAnUnknownJdk_block_andOneLineSaysSo(@TempDir Path patched) throws IOException {
    Path file = patched.resolve(CHANNEL + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, asking());
    Jvm.Result result =
        Jvm.withAgent(OPTIONS)
            .option("--patch-module")
            .option("java.base=" + patched)
            .run(Channels.class)
            .printed("1-12");
    List<String> lines =
        result.err().lines().filter(line -> line.contains("channels in blocking mode")).toList();
    assertEquals(1, lines.size(), result::toString);
    assertTrue(lines.get(0).endsWith("is it one that Weft knows?"), result::toString);
    assertFalse(result.err().contains("\tat "), result::toString);
  }

  @Test
  void channels_ofThisJdk_suspend() {
    Jvm.Result result = Jvm.withAgent(OPTIONS).run(Channels.class).printed("1-12");
    assertEquals(List.of(), result.messages(), result::toString);
    assertFalse(result.err().contains("channels in blocking mode"), result::toString);
  }

  /** What selectors ask of channels, with a question that Weft does not know. */
  private static byte[] asking() throws IOException {
    try (InputStream in = Object.class.getModule().getResourceAsStream(CHANNEL + ".class")) {
      ClassReader reader = new ClassReader(in);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(writer, 0);
      writer
          .visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "isNew", "()Z", null, null)
          .visitEnd();
      return writer.toByteArray();
    }
  }

  /** The class with another name for the method in which it waits. */
  private static byte[] renamed() throws IOException {
    try (InputStream in = Object.class.getModule().getResourceAsStream(SOCKET + ".class")) {
      ClassReader reader = new ClassReader(in);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Renaming(writer), 0);
      return writer.toByteArray();
    }
  }

  private static final class Renaming extends ClassVisitor {
    Renaming(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    private static String renamed(String owner, String name) {
      return owner.equals(SOCKET) && name.equals("park") ? "pause" : name;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor mv =
          super.visitMethod(access, renamed(SOCKET, name), descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, mv) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          super.visitMethodInsn(opcode, owner, renamed(owner, method), type, isInterface);
        }
      };
    }
  }
}
