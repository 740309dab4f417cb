// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comments of .proto files, which descriptors at run time do not have, by the full name of what
 * they stand above. Understands as much of the language as the files of OTLP use.
 */
final class ProtoComments {
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern BLOCK =
            Pattern.compile("(message|enum|oneof|service) (\\w+) *\\{");
    private static final Pattern FIELD =
            Pattern.compile("(?:repeated |optional )?[\\w.]+ +(\\w+) *= *\\d+.*");
    private static final Pattern CONSTANT = Pattern.compile("(\\w+) *= *(?:0x)?[0-9A-Fa-f]+;.*");

    private final Map<String, List<String>> comments = new HashMap<>();

    /** Reads a file of the class path. */
    void read(String resource) {
        try (InputStream in = ProtoComments.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines above {@code fullName}, without slashes; none if there is no comment. */
    List<String> of(String fullName) {
        return comments.getOrDefault(fullName, List.of());
    }

    private void parse(List<String> lines) {
        Deque<String> scopes = new ArrayDeque<>();
        List<String> pending = new ArrayList<>();
        String prefix = "";
        for (String raw : lines) {
            String line = raw.strip();
            if (line.startsWith("//")) {
                pending.add(line.substring(2).replaceFirst("^ ", ""));
                continue;
            }
            Matcher packaged = PACKAGE.matcher(line);
            if (packaged.matches()) {
                prefix = packaged.group(1);
            }
            declare(line, prefix, scopes, pending);
            pending.clear();
        }
    }

    private void declare(String line, String prefix, Deque<String> scopes, List<String> pending) {
        Matcher block = BLOCK.matcher(line);
        Matcher field = FIELD.matcher(line);
        Matcher constant = CONSTANT.matcher(line);
        if (block.lookingAt()) {
            // The fields of a oneof belong to the message around it.
            String scope = block.group(1).equals("oneof") ? "" : block.group(2);
            keep(name(prefix, scopes, block.group(2)), pending);
            scopes.addLast(scope);
        } else if (line.startsWith("}")) {
            scopes.removeLast();
        } else if (constant.matches()) {
            keep(name(prefix, scopes, constant.group(1)), pending);
        } else if (field.matches()) {
            keep(name(prefix, scopes, field.group(1)), pending);
        }
    }

    private static String name(String prefix, Deque<String> scopes, String last) {
        StringBuilder name = new StringBuilder(prefix);
        for (String scope : scopes) {
            name.append(scope.isEmpty() ? "" : "." + scope);
        }
        return name.append('.').append(last).toString();
    }

    private void keep(String name, List<String> lines) {
        if (!lines.isEmpty()) {
            comments.put(name, List.copyOf(lines));
        }
    }
}
