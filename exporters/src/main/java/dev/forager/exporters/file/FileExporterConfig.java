// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.RemovedKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where telemetry is written, and in which form. */
@RemovedKey(
        keys = "encoding",
        advice = "encoding extensions are not supported; use `format: json` or `format: proto`")
public record FileExporterConfig(
        @Doc("The file; with `group_by` it holds one `*`.") @Default("''") String path,
        @Doc("Whether an existing file is kept and appended to.") @Default("false") boolean append,
        @Doc("Starts a new file when one is full; absent: never.") @Default("{}")
                @Nullable Rotation rotation,
        @Doc("json: OTLP/JSON, a request a line; proto: OTLP protobuf, each with its length.")
                @Default("json")
                String format,
        @Doc("zstd compresses each request; empty does not.") @Default("''") String compression,
        @Doc("How hard to compress.") @Default("{}") CompressionParams compressionParams,
        @Doc("Time between writes to the disk; without rotation only.") @Default("1s")
                Duration flushInterval,
        @Doc("One file for each value of a resource attribute.") @Default("{}") GroupBy groupBy,
        @Doc("Whether missing directories of the path are made at start.") @Default("false")
                boolean createDirectory,
        @Doc("Octal mode of directories that are made, less the umask; 0755 where empty.")
                @Default("''")
                String directoryPermissions) {
    static final String JSON = "json";
    static final String PROTO = "proto";
    static final String ZSTD = "zstd";

    public FileExporterConfig {
        require(!path.isEmpty(), "path must be non-empty");
        require(
                !append || rotation == null,
                "append and rotation enabled at the same time is not supported");
        require(
                format.equals(JSON) || format.equals(PROTO),
                "format",
                "format type is not supported");
        require(
                compression.isEmpty() || compression.equals(ZSTD),
                "compression",
                "compression is not supported");
        require(!flushInterval.isNegative(), "flush_interval must be larger than zero");
        require(
                !groupBy.enabled() || path.chars().filter(c -> c == '*').count() == 1,
                "path must contain exactly one * when group_by is enabled");
        require(
                !groupBy.enabled() || !path.startsWith("*"),
                "path must not start with * when group_by is enabled");
        require(
                createDirectory || directoryPermissions.isEmpty(),
                "directory_permissions requires create_directory to be true");
        DirectoryMode.check(directoryPermissions);
    }

    /** When a file is full, and which full ones are kept. */
    public record Rotation(
            @Doc("Size in MiB at which a new file begins; 0 is 100.") @Default("100") @Min(0)
                    int maxMegabytes,
            @Doc("Days for which full files are kept; 0 is for ever.") @Default("0") @Min(0)
                    int maxDays,
            @Doc("Most full files that are kept; 0 is all.") @Default("100") @Min(0) int maxBackups,
            @Doc("Whether their names hold local time instead of UTC.") @Default("false")
                    boolean localtime) {}

    /** How hard to compress. */
    public record CompressionParams(
            @Doc("Level of zstd; 0 is its default.") @Default("0") int level) {}

    /** Files by resource attribute. */
    public record GroupBy(
            @Doc("Whether there is a file for each value.") @Default("false") boolean enabled,
            @Doc("The attribute; its value replaces the `*` of the path.")
                    @Default("fileexporter.path_segment")
                    String resourceAttribute,
            @Doc("Most files that are open at once.") @Default("100") int maxOpenFiles) {
        public GroupBy {
            require(
                    !enabled || !resourceAttribute.isEmpty(),
                    "resource_attribute must not be empty when group_by is enabled");
            require(!enabled || maxOpenFiles > 0, "max_open_files", "must provide a positive size");
        }
    }
}
