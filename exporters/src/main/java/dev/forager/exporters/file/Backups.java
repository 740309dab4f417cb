// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The full files beside a rotating one: {@code data-2026-11-25T17-07-45.608-size.json} beside
 * {@code data.json}, as the Go collector names them; names of its older versions lack {@code -size}
 * and count too.
 */
final class Backups {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS", Locale.ROOT);
    private static final String REASON = "-size";

    private final Path directory;
    private final String prefix;
    private final String extension;
    private final FileExporterConfig.Rotation config;
    private final InstantSource clock;
    private final ZoneId zone;

    private record Backup(Path path, Instant time) {}

    Backups(Path path, FileExporterConfig.Rotation config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        Path parent = path.getParent();
        directory = parent == null ? Path.of("") : parent;
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        extension = dot < 0 ? "" : name.substring(dot);
        prefix = name.substring(0, name.length() - extension.length()) + "-";
        zone = config.localtime() ? ZoneId.systemDefault() : ZoneOffset.UTC;
    }

    /** A name that is not taken, with the present time or the next free millisecond. */
    Path nextName() {
        Instant time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Path name = name(time);
        while (Files.exists(name)) {
            time = time.plusMillis(1);
            name = name(time);
        }
        return name;
    }

    /** Deletes what is too old, and the oldest of what is too many. */
    void prune() throws IOException {
        if (config.maxBackups() == 0 && config.maxDays() == 0) {
            return;
        }
        List<Backup> backups = newestFirst();
        Instant oldest = clock.instant().minus(Duration.ofDays(config.maxDays()));
        for (int i = 0; i < backups.size(); i++) {
            boolean tooMany = config.maxBackups() > 0 && i >= config.maxBackups();
            boolean tooOld = config.maxDays() > 0 && backups.get(i).time().isBefore(oldest);
            if (tooMany || tooOld) {
                Files.deleteIfExists(backups.get(i).path());
            }
        }
    }

    private Path name(Instant time) {
        String text = TIME.format(LocalDateTime.ofInstant(time, zone));
        return directory.resolve(prefix + text + REASON + extension);
    }

    private List<Backup> newestFirst() throws IOException {
        List<Backup> backups = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Instant time = time(String.valueOf(file.getFileName()));
                if (time != null) {
                    backups.add(new Backup(file, time));
                }
            }
        }
        backups.sort(Comparator.comparing(Backup::time).reversed());
        return backups;
    }

    private @Nullable Instant time(String name) {
        if (name.length() <= prefix.length() + extension.length()
                || !name.startsWith(prefix)
                || !name.endsWith(extension)) {
            return null;
        }
        String text = name.substring(prefix.length(), name.length() - extension.length());
        if (text.endsWith(REASON)) {
            text = text.substring(0, text.length() - REASON.length());
        }
        try {
            return LocalDateTime.parse(text, TIME).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
