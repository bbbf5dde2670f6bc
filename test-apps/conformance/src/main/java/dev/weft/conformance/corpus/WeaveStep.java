package dev.weft.conformance.corpus;

import dev.weft.agent.discover.ClassPatterns;
import dev.weft.agent.discover.JdkTypes;
import dev.weft.agent.discover.Outlines;
import dev.weft.agent.discover.SuspendableLookup;
import dev.weft.agent.discover.SuspendablePolicy;
import dev.weft.agent.discover.TwinPromises;
import dev.weft.agent.transform.ClassWeaver;
import dev.weft.agent.transform.MethodReport;
import dev.weft.agent.transform.WeaveResult;
import dev.weft.agent.transform.WeaverOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves a corpus with {@code include=**}, in this JVM: every method of every class may suspend.
 *
 * <p>{@code java ... WeaveStep (jars FOLDER | jdk) OUT} writes to the folder OUT: the stores {@code
 * plain} and {@code woven}, {@code units} with a line for each unit, and {@code messages}: what the
 * user of the agent would be told, and calls of twins that nobody has.
 */
public final class WeaveStep {
  /** Says in {@code messages} that a call leads nowhere. */
  static final String MISSING_TWIN = "MISSING TWIN ";

  /** Says in {@code messages} that the weaver failed. */
  static final String FAILED = "FAILED ";

  /** Processor time of this thread: what others do meanwhile does not count. */
  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private final Map<String, byte[]> corpus = new HashMap<>();
  private final TwinCalls twins = new TwinCalls();
  private final ClassWeaver weaver;

  private WeaveStep(List<CorpusUnit> units) {
    for (CorpusUnit unit : units) {
      unit.classes().forEach(file -> corpus.putIfAbsent(file.name(), file.bytes()));
    }
    Outlines outlines = new Outlines(this::bytes, new Outlines(WeaveStep::jdkBytes));
    SuspendablePolicy policy =
        new SuspendablePolicy(ClassPatterns.parse("**"), ClassPatterns.NONE, name -> false);
    this.weaver =
        new ClassWeaver(
            outlines,
            new SuspendableLookup(outlines, policy, JdkTypes.load(), new TwinPromises()),
            WeaverOptions.PRODUCTION);
  }

  /** Runs the step. */
  public static void main(String[] arguments) throws IOException {
    List<CorpusUnit> units =
        arguments[0].equals("jdk") ? JdkModules.read() : CorpusUnit.ofJars(Path.of(arguments[1]));
    new WeaveStep(units).run(units, Path.of(arguments[arguments.length - 1]));
  }

  private void run(List<CorpusUnit> units, Path out) throws IOException {
    Files.createDirectories(out);
    try (ClassStore.Writer plain = new ClassStore.Writer(out.resolve("plain"));
        ClassStore.Writer woven = new ClassStore.Writer(out.resolve("woven"));
        BufferedWriter lines = Files.newBufferedWriter(out.resolve("units"));
        BufferedWriter messages = Files.newBufferedWriter(out.resolve("messages"))) {
      for (CorpusUnit unit : units) {
        lines.write(weave(unit, plain, woven, messages).line() + "\n");
      }
      for (String missing : twins.missing()) {
        messages.write(MISSING_TWIN + missing + "\n");
      }
    }
  }

  private UnitReport weave(
      CorpusUnit unit, ClassStore.Writer plain, ClassStore.Writer woven, BufferedWriter messages)
      throws IOException {
    int changed = 0;
    int methods = 0;
    long points = 0;
    long before = 0;
    long after = 0;
    long nanos = 0;
    Map<String, Integer> refusals = new TreeMap<>();
    MessageDigest digest = sha256();
    for (ClassFile file : unit.classes()) {
      long start = THREAD.getCurrentThreadCpuTime();
      WeaveResult result = weave(file, messages);
      nanos += THREAD.getCurrentThreadCpuTime() - start;
      byte[] bytes = result.bytes().orElse(file.bytes());
      changed += result.bytes().isPresent() ? 1 : 0;
      methods += methods(file.bytes());
      before += file.bytes().length;
      after += bytes.length;
      for (MethodReport report : result.reports()) {
        if (report instanceof MethodReport.Woven method) {
          points += method.plan().points().size();
        } else if (report instanceof MethodReport.Refused method) {
          refusals.merge(method.refusal().reason().name(), 1, Integer::sum);
        }
      }
      for (String message : result.messages()) {
        messages.write(message + "\n");
      }
      digest.update(bytes);
      twins.note(bytes);
      plain.add(unit.name(), file.name(), file.bytes());
      woven.add(unit.name(), file.name(), bytes);
    }
    return new UnitReport(
        unit.name(),
        unit.classes().size(),
        changed,
        methods,
        points,
        refusals,
        before,
        after,
        nanos,
        HexFormat.of().formatHex(digest.digest(), 0, 8));
  }

  private WeaveResult weave(ClassFile file, BufferedWriter messages) throws IOException {
    try {
      return weaver.weave(file.bytes());
    } catch (RuntimeException | AssertionError e) { // as the agent would; the run counts them
      messages.write(FAILED + file.name() + " " + e + "\n");
      return WeaveResult.untouched(file.name());
    }
  }

  private static int methods(byte[] bytes) {
    int[] count = new int[1];
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                boolean hasCode = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
                count[0] += hasCode && !name.startsWith("<") ? 1 : 0;
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return count[0];
  }

  private Optional<byte[]> bytes(String name) {
    return Optional.ofNullable(corpus.get(name));
  }

  private static Optional<byte[]> jdkBytes(String name) {
    try (InputStream stream =
        ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
