// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.Event;

/**
 * The parsing events behind Jackson's YAML tokens. Tokens hide whether a scalar was quoted, and
 * with it the difference between {@code 0123} and {@code "0123"}.
 */
final class YamlEvents extends YAMLParser {
    private static final EventFactory FACTORY = new EventFactory();

    private YamlEvents(IOContext context, LoaderOptions options, Reader reader) {
        super(context, 0, 0, options, null, reader);
    }

    /** The events of {@code text}; the size of the text is the caller's to limit. */
    static YamlEvents of(Reader text) throws IOException {
        return (YamlEvents) FACTORY.createParser(text);
    }

    /** The next event; null at the end. */
    @Nullable Event next() throws IOException {
        return getEvent();
    }

    private static final class EventFactory extends YAMLFactory {
        private static final long serialVersionUID = 1;

        @Override
        protected YAMLParser _createParser(Reader reader, IOContext context) {
            var options = new LoaderOptions();
            options.setCodePointLimit(Integer.MAX_VALUE);
            return new YamlEvents(context, options, reader);
        }
    }
}
