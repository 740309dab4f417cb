// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The inputs that fuzzing starts from: the golden files, and in {@code fuzz/} what fuzzing has
 * found, one input in base64 a line. {@link #main} writes them as files for Jazzer.
 */
final class FuzzCorpus {
    private FuzzCorpus() {}

    /** Inputs of {@link WireFuzz}. */
    static List<byte[]> wire() {
        List<byte[]> inputs = found("wire.txt");
        for (Signal signal : Signal.values()) {
            for (String line : lines("json/collector-" + signal.id() + ".txt")) {
                inputs.add(
                        input(
                                signal,
                                Base64.getDecoder().decode(line.substring(0, line.indexOf(' ')))));
            }
        }
        return inputs;
    }

    /** Inputs of {@link JsonFuzz}. */
    static List<byte[]> json() {
        List<byte[]> inputs = found("json.txt");
        for (String line : lines("json/odd-inputs.txt")) {
            if (line.startsWith("> ")) {
                String[] parts = line.split(" ", 3);
                Signal signal = Signal.valueOf(parts[1].toUpperCase(Locale.ROOT));
                inputs.add(input(signal, parts[2].getBytes(UTF_8)));
            }
        }
        for (Signal signal : Signal.values()) {
            for (String line : lines("json/collector-" + signal.id() + ".txt")) {
                inputs.add(input(signal, line.substring(line.indexOf(' ') + 1).getBytes(UTF_8)));
            }
        }
        return inputs;
    }

    /** Writes {@code wire/} and {@code json/} below the folder that is the argument. */
    public static void main(String[] args) throws IOException {
        write(wire(), Path.of(args[0], "wire"));
        write(json(), Path.of(args[0], "json"));
    }

    private static void write(List<byte[]> inputs, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(folder.resolve("seed-" + i), inputs.get(i));
        }
    }

    private static List<byte[]> found(String name) {
        List<byte[]> inputs = new ArrayList<>();
        lines("fuzz/" + name).forEach(line -> inputs.add(Base64.getDecoder().decode(line)));
        return inputs;
    }

    private static byte[] input(Signal signal, byte[] body) {
        byte[] input = new byte[body.length + 1];
        input[0] = (byte) FuzzOracle.SIGNALS.indexOf(signal);
        System.arraycopy(body, 0, input, 1, body.length);
        return input;
    }

    private static List<String> lines(String name) {
        try (InputStream in = requireNonNull(FuzzCorpus.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
