package dev.weft.conformance.startup;

import dev.weft.conformance.corpus.ForkedJava;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import measured.Application;

/**
 * How applications are started.
 *
 * @param java the {@code java} command
 * @param classPath of the applications
 */
record Launch(Path java, String classPath) {

  /** With the libraries in a folder on the class path. */
  static Launch of(Path java, Path libraries) throws IOException {
    StringBuilder classPath = new StringBuilder(ForkedJava.classPath());
    try (Stream<Path> files = Files.list(libraries)) {
      files.sorted().forEach(file -> classPath.append(File.pathSeparatorChar).append(file));
    }
    return new Launch(java, classPath.toString());
  }

  /** The jar of the agent that does nothing; its class is on the class path. */
  static Path doNothingAgent(Path folder) throws IOException {
    Path jar = folder.resolve("do-nothing-agent.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", DoNothingAgent.class.getName());
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    return jar;
  }

  /** Starts an application and waits for its end. */
  Start start(List<String> options, Application application, int times)
      throws IOException, InterruptedException {
    String name = Application.class.getName();
    return Start.parse(run(options, name, application.name(), String.valueOf(times)));
  }

  /** Runs a class to its end; returns all that is printed. */
  String run(List<String> options, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new UncheckedIOException(new IOException(String.join(" ", command) + "\n" + output));
    }
    return output;
  }
}
