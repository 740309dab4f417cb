// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import com.github.luben.zstd.Zstd;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One request as it stands in a file: plain JSON ends with a line feed; everything else is preceded
 * by its length, four bytes, big end first. Immutable.
 */
final class RecordFormat {
    private static final int DEFAULT_LEVEL = 3;

    private final boolean json;
    private final boolean zstd;
    private final int level;

    RecordFormat(FileExporterConfig config) {
        json = config.format().equals(FileExporterConfig.JSON);
        zstd = config.compression().equals(FileExporterConfig.ZSTD);
        int wanted = config.compressionParams().level();
        level = wanted == 0 ? DEFAULT_LEVEL : Math.clamp(wanted, 1, Zstd.maxCompressionLevel());
    }

    byte[] encode(Payload payload) {
        byte[] content = json ? OtlpJson.toJson(payload) : protobuf(payload);
        if (zstd) {
            content = Zstd.compress(content, level);
        }
        return json && !zstd ? line(content) : framed(content);
    }

    private static byte[] protobuf(Payload payload) {
        var out = ByteBuffer.allocate(payload.byteSize());
        payload.forEachSegment(out::put);
        return out.array();
    }

    private static byte[] line(byte[] content) {
        byte[] line = Arrays.copyOf(content, content.length + 1);
        line[content.length] = '\n';
        return line;
    }

    private static byte[] framed(byte[] content) {
        return ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(content.length)
                .put(content)
                .array();
    }
}
