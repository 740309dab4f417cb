// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Permanent;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Writes each payload as one record, or one for each group of resources. Thread-safe. */
final class FileExporter implements Exporter {
    private final FileWriter writer;
    private final RecordFormat format;
    private final String path;
    private final String attribute;
    private final @Nullable GroupPaths groupPaths;
    private final Logger logger;

    FileExporter(FileExporterConfig config, FileWriter writer, ExporterSettings settings) {
        this.writer = writer;
        format = new RecordFormat(config);
        path = config.path();
        attribute = config.groupBy().resourceAttribute();
        groupPaths = config.groupBy().enabled() ? new GroupPaths(path) : null;
        logger = settings.logger();
    }

    @Override
    public void start(Host host) throws IOException {
        try {
            writer.start(this);
        } catch (IOException e) {
            throw new IOException(FileWriter.reason(Path.of(path), e), e);
        }
    }

    @Override
    public void stop(Duration limit) {
        writer.stop(this, limit);
    }

    @Override
    public long export(Payload payload, Context context) throws ConsumeException {
        if (groupPaths == null) {
            writer.write(Path.of(path), format.encode(payload));
            return 0;
        }
        long leftOut = 0;
        for (var group : new ResourceGroups(attribute).split(payload).entrySet()) {
            leftOut += exportGroup(groupPaths, group);
        }
        return leftOut;
    }

    /** How many items have no file to go to. */
    private int exportGroup(GroupPaths paths, Map.Entry<@Nullable String, Payload> group)
            throws ConsumeException {
        String value = group.getKey();
        if (value == null) {
            logger.debug("Resource does not contain {} attribute, dropping it", attribute);
            return group.getValue().itemCount();
        }
        try {
            writer.write(paths.path(value), format.encode(group.getValue()));
            return 0;
        } catch (InvalidPathException e) {
            throw new Permanent(attribute + ": " + e.getMessage(), null, e);
        }
    }
}
