// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.text.UrlParts;
import dev.forager.ottl.text.UserAgents;
import java.util.List;

/** Converters of what web servers log. Keys are those of the semantic conventions. */
final class WebTexts {
    static final List<Class<? extends OttlFunction>> ALL = List.of(Url.class, UserAgent.class);

    private WebTexts() {}

    @Pure
    @Named("URL")
    @Doc("The parts of a URL.")
    record Url(@Doc("The URL.") StringGetter uri) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                String text = uri.get(cursor);
                if (text.isEmpty()) {
                    throw new EvaluationException("url cannot be empty");
                }
                return UrlParts.of(text);
            };
        }
    }

    @Doc("Name and version of the program and the system behind a User-Agent header.")
    record UserAgent(@Doc("The header.") StringGetter userAgent) implements Converter {
        @Override
        public Getter compile() {
            UserAgents agents = UserAgents.standard();
            return cursor -> agents.parse(userAgent.get(cursor));
        }
    }
}
