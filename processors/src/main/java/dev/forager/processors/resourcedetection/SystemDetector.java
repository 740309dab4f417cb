// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pdata.Value;
import dev.forager.pipeline.IpAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads names, addresses and versions of the operating system. Thread-safe. */
final class SystemDetector implements Detector {
    static final String SCHEMA = "https://opentelemetry.io/schemas/1.40.0";

    private final List<String> hostnameSources;

    SystemDetector(List<String> hostnameSources) {
        this.hostnameSources = hostnameSources;
    }

    @Override
    public Findings detect(Surroundings surroundings) throws IOException {
        var findings = new Findings().schema(SCHEMA);
        findings.put("host.name", hostname(surroundings));
        findings.put("os.type", osType());
        findings.put("host.arch", architecture());
        String id = firstLine(surroundings.file("/etc/machine-id"));
        findings.put(
                "host.id",
                id == null ? firstLine(surroundings.file("/var/lib/dbus/machine-id")) : id);
        addInterfaces(findings);
        addRelease(findings, surroundings);
        addProcessor(findings, surroundings);
        return findings;
    }

    private String hostname(Surroundings surroundings) throws IOException {
        for (String source : hostnameSources) {
            String name =
                    switch (source) {
                        case "os" -> osName(surroundings);
                        case "dns" -> qualifiedName(surroundings);
                        default -> canonicalName(osName(surroundings));
                    };
            if (name != null && !name.isEmpty()) {
                return name;
            }
        }
        throw new IOException("all hostname sources failed to get hostname");
    }

    private static @Nullable String osName(Surroundings surroundings) {
        return firstLine(surroundings.file("/proc/sys/kernel/hostname"));
    }

    /** The first name of the line in {@code /etc/hosts} that has the host's, else what DNS says. */
    private static @Nullable String qualifiedName(Surroundings surroundings) {
        String name = osName(surroundings);
        for (String line : lines(surroundings.file("/etc/hosts"))) {
            int comment = line.indexOf('#');
            String text = comment < 0 ? line : line.substring(0, comment);
            List<String> words = List.of(text.strip().split("\\s+", -1));
            if (words.size() > 1 && words.subList(1, words.size()).contains(name)) {
                return words.get(1);
            }
        }
        return canonicalName(name);
    }

    private static @Nullable String canonicalName(@Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            InetAddress address = InetAddress.getByName(name);
            String canonical = address.getCanonicalHostName();
            return canonical.equals(address.getHostAddress()) ? null : canonical;
        } catch (IOException e) {
            return null; // the next source is asked
        }
    }

    private static String osType() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "aarch64" -> "arm64";
            case "x86_64" -> "amd64";
            case "arm" -> "arm32";
            case "i386" -> "x86";
            case "ppc64le" -> "ppc64";
            default -> name;
        };
    }

    private static void addInterfaces(Findings findings) throws IOException {
        var names = new ArrayList<String>();
        var addresses = new ArrayList<String>();
        var macs = new ArrayList<String>();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isLoopback()) {
                continue;
            }
            names.add(each.getName());
            each.inetAddresses().map(IpAddresses::text).forEach(addresses::add);
            byte[] mac = each.getHardwareAddress();
            if (mac != null) {
                macs.add(HexFormat.ofDelimiter("-").withUpperCase().formatHex(mac));
            }
        }
        findings.put("host.ip", addresses).put("host.mac", macs).put("host.interface", names);
    }

    private static void addRelease(Findings findings, Surroundings surroundings) {
        List<String> lines = lines(surroundings.file("/etc/os-release"));
        String kernel = firstLine(surroundings.file("/proc/sys/kernel/osrelease"));
        findings.put("os.name", release(lines, "NAME"));
        findings.put("os.version", release(lines, "VERSION_ID"));
        findings.put("os.build.id", kernel);
        String title = release(lines, "PRETTY_NAME");
        if (title != null) {
            findings.put(
                    "os.description",
                    kernel == null
                            ? title
                            : "%s (Linux %s %s %s)"
                                    .formatted(
                                            title, osName(surroundings), kernel, architecture()));
        }
    }

    private static @Nullable String release(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name + "=")) {
                String value = line.substring(name.length() + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return null;
    }

    private static void addProcessor(Findings findings, Surroundings surroundings) {
        List<String> lines = lines(surroundings.file("/proc/cpuinfo"));
        findings.put("host.cpu.vendor.id", processor(lines, "vendor_id"));
        findings.put("host.cpu.family", processor(lines, "cpu family"));
        findings.put("host.cpu.model.id", processor(lines, "model"));
        findings.put("host.cpu.model.name", processor(lines, "model name"));
        findings.put("host.cpu.stepping", processor(lines, "stepping"));
        String cache = processor(lines, "cache size");
        if (cache != null && cache.matches("\\d{1,9} KB")) {
            long size = Long.parseLong(cache.substring(0, cache.length() - 3));
            findings.put("host.cpu.cache.l2.size", Value.of(size));
        }
    }

    private static @Nullable String processor(List<String> lines, String name) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return null;
    }

    private static @Nullable String firstLine(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? null : lines.getFirst().strip();
    }

    /** None if the file cannot be read: what it would say is then unknown. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
