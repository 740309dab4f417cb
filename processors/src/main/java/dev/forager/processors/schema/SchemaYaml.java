// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads YAML into maps, lists and texts; scalars are texts whatever they look like. */
final class SchemaYaml {
    /** Schema files nest six deep. */
    private static final int MAX_DEPTH = 50;

    private static final YAMLFactory YAML = factory();

    private SchemaYaml() {}

    private static YAMLFactory factory() {
        var options = new LoaderOptions();
        options.setCodePointLimit(SchemaStore.MAX_BYTES);
        YAMLFactory factory = YAMLFactory.builder().loaderOptions(options).build();
        factory.setStreamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
        return factory;
    }

    static Section read(byte[] content) throws TranslationException {
        try (YAMLParser in = YAML.createParser(content)) {
            in.nextToken();
            return Section.of("", value(in));
        } catch (IOException e) {
            throw TranslationException.passing("schema yaml: " + firstLine(e));
        }
    }

    private static String firstLine(IOException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static @Nullable Object value(YAMLParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == null || token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (in.isCurrentAlias()) {
            throw new IOException("aliases are not supported (expected: what they stand for)");
        }
        return switch (token) {
            case START_OBJECT -> map(in);
            case START_ARRAY -> list(in);
            default -> in.getText();
        };
    }

    private static Map<String, @Nullable Object> map(YAMLParser in) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            in.nextToken();
            map.put(key, value(in));
        }
        return map;
    }

    private static List<@Nullable Object> list(YAMLParser in) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(in));
        }
        return list;
    }
}
