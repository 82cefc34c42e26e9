package io.portcullis.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.portcullis.agent.PolicyFiles;
import io.portcullis.api.v1.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Policy files as an agent is given them. */
final class Documents {

  private Documents() {}

  /**
   * The documents of all files: their bytes as they are, since to make text of megabytes and bytes
   * of it again takes longer than the rest of a call.
   *
   * @param paths files or directories, at least one
   * @throws io.portcullis.agent.AgentException if one is not there, cannot be read, is too large or
   *     is not UTF-8
   */
  static List<Document> of(List<Path> paths) {
    List<Document> out = new ArrayList<>();
    for (PolicyFiles.Content file : PolicyFiles.contents(paths)) {
      ByteString text = UnsafeByteOperations.unsafeWrap(file.bytes());
      Document.Builder document = Document.newBuilder().setName(file.path().toString());
      try {
        document.setTextBytes(text);
      } catch (IllegalArgumentException e) {
        throw PolicyFiles.notUtf8(file.path()).causedBy(e);
      }
      out.add(document.build());
    }
    return out;
  }
}
