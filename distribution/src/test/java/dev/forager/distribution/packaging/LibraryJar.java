// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * All libraries of other projects in one jar. Each start looks for services on the whole class
 * path, so it opens every jar and reads its table of contents, folders included: with seventy jars
 * that and their manifests were a sixth of the CPU of a start (docs/rationale/004-launcher.md).
 *
 * <p>Of files with the same name the first stays, except lists of services, which are joined, and
 * texts of licences, which move to {@code META-INF/licenses/JAR/}. Of classes for several Java
 * versions that of the running one stays. {@code pom.properties} stay where they are: scanners of
 * vulnerabilities read the contents of a distribution from them. Signatures of jars, manifests,
 * folders and native libraries of other platforms are left out.
 */
final class LibraryJar {
    /** Its file name. */
    static final String JAR = "libraries.jar";

    private static final Pattern LEFT_OUT =
            Pattern.compile(
                    ".*/|META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]+\\.(SF|RSA|DSA|EC)|maven/.*/pom\\.xml"
                            + "|versions/.*)|module-info\\.class");

    private static final Pattern LICENCE =
            Pattern.compile(
                    "(META-INF/)?[^/]*(licen[sc]e|notice|copyright|copying|about)[^/]*(?<!\\.class)"
                            + "|META-INF/licen[sc]es?/.*",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern NATIVE =
            Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)", Pattern.CASE_INSENSITIVE);

    private final Platform platform = Platform.present();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private LibraryJar() {}

    /**
     * Joins {@code jars} to {@code target} and deletes them.
     *
     * @param changes by file name, what is written in the place of a published file
     * @param time of every entry, written in UTC: a zip file knows no zones, and the builder's
     *     would make another file in each
     * @throws IOException also when a file to change is in none of them
     */
    static void write(
            List<Path> jars, Map<String, UnaryOperator<byte[]>> changes, Path target, FileTime time)
            throws IOException {
        var joined = new LibraryJar();
        for (Path jar : jars) {
            joined.add(jar);
        }
        joined.change(changes);
        LocalDateTime local = LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC);
        try (var out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (var entry : joined.entries.entrySet()) {
                var file = new ZipEntry(entry.getKey());
                file.setTimeLocal(local);
                out.putNextEntry(file);
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        for (Path jar : jars) {
            Files.delete(jar);
        }
    }

    private void change(Map<String, UnaryOperator<byte[]>> changes) throws IOException {
        for (var change : changes.entrySet()) {
            byte[] published = entries.get(change.getKey());
            if (published == null) {
                throw new IOException("no library has %s".formatted(change.getKey()));
            }
            entries.put(change.getKey(), change.getValue().apply(published));
        }
    }

    private void add(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.versionedStream()::iterator) {
                String name = entry.getName();
                if (!LEFT_OUT.matcher(name).matches() && !isForeign(name)) {
                    try (var in = jar.getInputStream(entry)) {
                        add(place(name, file), in.readAllBytes());
                    }
                }
            }
        }
    }

    private void add(String name, byte[] content) {
        if (name.startsWith("META-INF/services/")) {
            entries.merge(name, content, LibraryJar::joined);
        } else {
            entries.putIfAbsent(name, content);
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        String lines =
                new String(one, StandardCharsets.UTF_8)
                        + "\n"
                        + new String(other, StandardCharsets.UTF_8);
        return lines.getBytes(StandardCharsets.UTF_8);
    }

    private static String place(String name, Path jar) {
        return LICENCE.matcher(name).matches()
                ? "META-INF/licenses/%s/%s"
                        .formatted(
                                jar.getFileName().toString().replaceFirst("\\.jar$", ""),
                                name.replaceFirst("^META-INF/(licen[sc]es?/)?", ""))
                : name;
    }

    private boolean isForeign(String name) {
        return NATIVE.matcher(name).matches()
                && platform.libraryFile(name).isEmpty()
                && !name.contains(platform.classifier());
    }
}
