package dev.weft.agent.companion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** What is changed of the JDK's classes so that threads can be tasks, and when nothing is. */
class ThreadRewriterTest {

  @Test
  void required_ofThisJdk_areChangedInBodiesOnly() throws IOException {
    for (String name : ThreadRewriter.required()) {
      byte[] original = bytes(name);
      byte[] changed = ThreadRewriter.rewrite(original).orElseThrow();
      assertEquals(members(original), members(changed));
    }
  }

  @Test
  void jobs_ofThisJdk_areFound() throws IOException {
    for (String name :
        List.of(
            "java/util/concurrent/CompletableFuture",
            "java/util/concurrent/CompletableFuture$UniCompletion",
            "java/util/Timer",
            "java/lang/ApplicationShutdownHooks")) {
      assertTrue(ThreadRewriter.isConcerned(name));
      assertTrue(ThreadRewriter.rewrite(bytes(name)).isPresent(), name);
    }
    assertEquals(
        Optional.empty(),
        ThreadRewriter.rewrite(bytes("java/util/concurrent/CompletableFuture$AltResult")));
  }

  @Test
  void thread_thatLacksAMethod_isRefusedByName() throws IOException {
    for (String missing : List.of("start", "isAlive", "getState", "interrupt", "isInterrupted")) {
      byte[] other = without(missing, bytes("java/lang/Thread"));
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> ThreadRewriter.rewrite(other));
      assertTrue(
          refused.getMessage().startsWith("java/lang/Thread has no [" + missing + "("),
          refused::getMessage);
    }
  }

  @Test
  void otherClasses_areNotConcerned() {
    for (String name : List.of("java/lang/ThreadGroup", "java/util/TimerTask", "com/acme/Thread")) {
      assertEquals(false, ThreadRewriter.isConcerned(name));
    }
  }

  private static byte[] without(String method, byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return name.equals(method)
                    ? null
                    : super.visitMethod(access, name, descriptor, signature, thrown);
              }
            },
            0);
    return writer.toByteArray();
  }

  private static Set<String> members(byte[] bytes) {
    ClassNode type = new ClassNode();
    new ClassReader(bytes).accept(type, 0);
    Set<String> members = new TreeSet<>();
    for (MethodNode method : type.methods) {
      members.add(method.access + " " + method.name + method.desc);
    }
    for (FieldNode field : type.fields) {
      members.add(field.access + " " + field.name + field.desc);
    }
    return members;
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = Object.class.getResourceAsStream("/" + name + ".class")) {
      return in.readAllBytes();
    }
  }
}
