package dev.weft.neighbours;

import dev.weft.neighbours.targets.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The programs that one compiler made during the build, and the library they need. */
final class CompiledPrograms {
  /** Each program runs with 0, 1 and 2. */
  static final int INPUTS = 3;

  /** A program is called by the numbers of its hazards. */
  private static final Pattern PROGRAM = Pattern.compile("H\\d\\w*");

  /** In the name of programs that cannot suspend. */
  static final String PINNED = "Deserialized";

  private static final String SUSPENDING = "dev/weft/neighbours/targets/Suspending";

  private final String compiler;
  private final Path folder;
  private final List<Path> libraries = new ArrayList<>();
  private final ClassLoader loader;

  CompiledPrograms(String compiler, String libraryPrefix) {
    this.compiler = compiler;
    this.folder = Path.of(System.getProperty("weft.compiled"), compiler);
    if (!libraryPrefix.isEmpty()) {
      Path tools = Path.of(System.getProperty("weft.tools"), compiler);
      try (Stream<Path> jars = Files.list(tools)) {
        jars.filter(jar -> jar.getFileName().toString().startsWith(libraryPrefix))
            .forEach(libraries::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    this.loader =
        new URLClassLoader(
            classPath().stream().map(CompiledPrograms::url).toArray(URL[]::new),
            CompiledPrograms.class.getClassLoader());
  }

  Path folder() {
    return folder;
  }

  List<Path> classPath() {
    List<Path> path = new ArrayList<>(libraries);
    path.add(0, folder);
    return path;
  }

  ClassLoader loader() {
    return loader;
  }

  /** The binary names of the programs. */
  List<String> names() {
    return classFiles().keySet().stream()
        .filter(name -> PROGRAM.matcher(name.substring(name.lastIndexOf('.') + 1)).matches())
        .filter(name -> !name.contains("$"))
        .toList();
  }

  Program instance(String name) throws ReflectiveOperationException {
    return (Program) loader.loadClass(name).getDeclaredConstructor().newInstance();
  }

  /** What each program does as it was compiled: in a JVM of its own, without the agent. */
  Map<String, List<String>> originalOutcomes() {
    Map<String, List<String>> outcomes = new HashMap<>();
    plainRun(Jvm.plain())
        .lines()
        .map(line -> line.split(" "))
        .forEach(
            parts ->
                outcomes
                    .computeIfAbsent(parts[0], name -> new ArrayList<>())
                    .add(new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8)));
    return outcomes;
  }

  /** Runs all programs as ordinary code in a JVM of its own. */
  String plainRun(Jvm jvm) {
    List<Path> path = new ArrayList<>(classPath());
    path.add(Jvm.testClasses());
    path.add(Jvm.runtimeJar());
    path.add(Jvm.jarOf(ClassReader.class));
    path.add(Jvm.jarOf(ClassNode.class));
    return jvm.classPath(path.toArray(Path[]::new))
        .run(PlainMain.class, names().toArray(String[]::new))
        .succeeded()
        .out();
  }

  /** By binary name, in order. */
  Map<String, Path> classFiles() {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(file -> file.toString().endsWith(".class"))
          .forEach(
              file ->
                  files.put(
                      folder
                          .relativize(file)
                          .toString()
                          .replace(".class", "")
                          .replace(File.separatorChar, '.'),
                      file));
    } catch (IOException e) {
      throw new UncheckedIOException(compiler, e);
    }
    return files;
  }

  /** How many calls that suspend each method has: {@code com.acme.Job.step(I)V}. */
  Map<String, Integer> suspendingCalls() {
    Map<String, Integer> calls = new TreeMap<>();
    classFiles()
        .forEach(
            (name, file) -> {
              if (name.contains(PINNED)) {
                return;
              }
              ClassNode node = new ClassNode();
              new ClassReader(read(file)).accept(node, ClassReader.SKIP_FRAMES);
              for (MethodNode method : node.methods) {
                if (isInlinedEverywhere(method)) {
                  continue;
                }
                for (AbstractInsnNode instruction : method.instructions) {
                  if (instruction instanceof MethodInsnNode call && call.owner.equals(SUSPENDING)) {
                    calls.merge(name + "." + method.name + method.desc, 1, Integer::sum);
                  }
                }
              }
            });
    return calls;
  }

  /** The body of an inline function of Kotlin is there for reflection, and for other languages. */
  private static boolean isInlinedEverywhere(MethodNode method) {
    return method.localVariables != null
        && method.localVariables.stream()
            .anyMatch(variable -> variable.name.equals("$i$f$" + method.name));
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
