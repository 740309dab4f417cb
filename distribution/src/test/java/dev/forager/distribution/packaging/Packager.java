// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes {@code target/forager} of the jars that Maven has copied to its {@code lib}: takes the
 * native libraries out of them, joins those of other projects, links a runtime, and trains the AOT
 * cache with the launcher itself, so that the flags are those of every later start.
 *
 * <p>Arguments: the folder, the distribution's own jar, the folder with launcher sources, and the
 * time of the jars (ISO 8601): the cache refuses a jar with another modification time.
 */
public final class Packager {
    /** Given explicitly: jars are no modules, so jlink cannot find out what they use. */
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,"
                    + "java.security.sasl,jdk.unsupported,jdk.jfr,jdk.management,jdk.jcmd,"
                    + "jdk.naming.dns,jdk.zipfs,jdk.httpserver,jdk.crypto.ec";

    /** What {@code touch -t} takes. */
    private static final DateTimeFormatter TOUCH =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm.ss").withZone(ZoneOffset.UTC);

    private static final List<String> LINKS = List.of("otelcol", "otelcol-contrib", "otelcol-k8s");

    private final Path home;
    private final FileTime time;

    private Packager(Path home, FileTime time) {
        this.home = home;
        this.time = time;
    }

    /** See the class comment. */
    public static void main(String[] args) throws Exception {
        var packager = new Packager(Path.of(args[0]), FileTime.from(Instant.parse(args[3])));
        packager.assemble(Path.of(args[1]), Path.of(args[2]));
    }

    private void assemble(Path ownJar, Path sources) throws Exception {
        Path lib = home.resolve("lib");
        Files.copy(ownJar, lib.resolve(ownJar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        dropForeignPlatforms(lib);
        extractNatives(jars(lib), lib.resolve("native"));
        LibraryJar.write(libraries(lib), LeanArmeria.changes(), lib.resolve(LibraryJar.JAR), time);
        List<Path> jars = jars(lib);
        for (Path jar : jars) {
            Files.setLastModifiedTime(jar, time);
        }
        Files.writeString(
                lib.resolve("classpath"),
                "%s%n%s%n"
                        .formatted(
                                String.join(
                                        " ",
                                        jars.stream()
                                                .map(j -> j.getFileName().toString())
                                                .toList()),
                                TOUCH.format(time.toInstant())));
        copyLauncher(sources);
        linkRuntime();
        Files.createDirectories(home.resolve("plugins"));
        new AotTraining(home).run();
        Files.writeString(home.resolve(".built"), "");
    }

    /** In the order of the class path. */
    private static List<Path> jars(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** The jars of other projects. */
    private static List<Path> libraries(Path lib) throws IOException {
        List<Path> libraries = new ArrayList<>();
        for (Path jar : jars(lib)) {
            if (!jar.endsWith(LibraryJar.JAR) && !isOwn(jar)) {
                libraries.add(jar);
            }
        }
        return libraries;
    }

    private static boolean isOwn(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().startsWith("dev/forager/"));
        }
    }

    /** Jars that hold nothing but libraries of other systems. */
    private static void dropForeignPlatforms(Path lib) throws IOException {
        String here = Platform.present().classifier();
        for (Path jar : jars(lib)) {
            String name = jar.getFileName().toString();
            boolean foreign =
                    Stream.of("osx-", "windows-", "linux-", "native-osx", "native-windows")
                            .anyMatch(name::contains);
            if (foreign && !name.contains(here)) {
                Files.delete(jar);
            }
        }
    }

    private static void extractNatives(List<Path> jars, Path target) throws IOException {
        Files.createDirectories(target);
        Platform platform = Platform.present();
        for (Path jar : jars) {
            try (var zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : new ArrayList<>(zip.stream().toList())) {
                    String file = platform.libraryFile(entry.getName());
                    if (!file.isEmpty()) {
                        try (var in = zip.getInputStream(entry)) {
                            Files.copy(
                                    in, target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                        }
                    }
                }
            }
        }
    }

    private void copyLauncher(Path sources) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path launcher = bin.resolve("forager");
        Files.copy(sources.resolve("bin/forager"), launcher, StandardCopyOption.REPLACE_EXISTING);
        launcher.toFile().setExecutable(true, false);
        for (String link : LINKS) {
            Path path = bin.resolve(link);
            Files.deleteIfExists(path);
            Files.createSymbolicLink(path, Path.of("forager"));
        }
    }

    private void linkRuntime() throws Exception {
        Path runtime = home.resolve("runtime");
        String jdk = System.getProperty("java.home");
        Path mark = home.resolve("runtime/.linked-from");
        String wanted = jdk + " " + Runtime.version() + " " + MODULES;
        if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
            return;
        }
        deleteTree(runtime);
        run(
                List.of(
                        jdk + "/bin/jlink",
                        "--add-modules",
                        MODULES,
                        "--strip-java-debug-attributes",
                        "--exclude-files",
                        "**.debuginfo",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        runtime.toString()));
        Files.writeString(mark, wanted);
    }

    /** Deletes a folder and all in it, where it exists. */
    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                file.toFile().setWritable(true);
                Files.delete(file);
            }
        }
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("%s: exit %d".formatted(command.getFirst(), code));
        }
    }
}
