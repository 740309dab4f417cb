// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.xml;

/** Writes nodes: empty elements with both tags, the five characters of markup as entities. */
public final class XmlWriter {
    private final StringBuilder out = new StringBuilder();

    /** What has been written. */
    public String text() {
        return out.toString();
    }

    /** The text of the children of a document. */
    public static String write(XmlNode.Document document) {
        XmlWriter writer = new XmlWriter();
        document.children().forEach(writer::add);
        return writer.text();
    }

    /** Appends a node; of an attribute its value. */
    public void add(XmlNode node) {
        switch (node) {
            case XmlNode.Document document -> document.children().forEach(this::add);
            case XmlNode.Element element -> element(element);
            case XmlNode.Attribute attribute -> escape(attribute.value());
            case XmlNode.Text text -> text(text);
            case XmlNode.Comment comment ->
                    out.append("<!--").append(comment.content()).append("-->");
            case XmlNode.Markup markup -> out.append(markup.content());
        }
    }

    private void text(XmlNode.Text text) {
        if (text.isCdata()) {
            out.append("<![CDATA[").append(text.content()).append("]]>");
        } else {
            escape(text.content());
        }
    }

    /** Text as text, CDATA or not. */
    public void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    private void element(XmlNode.Element element) {
        out.append('<');
        name(element.prefix(), element.name());
        for (XmlNode.Attribute attribute : element.attributes()) {
            out.append(' ');
            name(attribute.prefix(), attribute.name());
            out.append("=\"");
            escape(attribute.value());
            out.append('"');
        }
        out.append('>');
        element.children().forEach(this::add);
        out.append("</");
        name(element.prefix(), element.name());
        out.append('>');
    }

    private void name(String prefix, String name) {
        if (!prefix.isEmpty()) {
            out.append(prefix).append(':');
        }
        out.append(name);
    }
}
