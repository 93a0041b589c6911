package botapi

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // the formats whose size is read
	_ "image/jpeg"
	_ "image/png"
	"path/filepath"
)

func (w *world) byFileID(id string) *storedFile {
	if len(id) < 5 {
		return nil
	}
	stored := w.Files[id[4:]] // behind the kind's prefix stands the unique id
	if stored == nil || stored.FileID != id {
		return nil
	}
	return stored
}

func (w *world) fileAt(path string) (*storedFile, bool) {
	for _, f := range w.Files {
		if f.Path == path {
			return f, true
		}
	}
	return nil, false
}

// store keeps contents under new ids.
func (s *Server) store(kind mediaKind, file upload, shape File) *storedFile {
	serial := s.world.serial()
	info := mediaInfo[kind]
	unique := fmt.Sprintf("AQAD%012dAAx", serial)
	extension := filepath.Ext(file.Name)
	if extension == "" {
		extension = info.extension
	}
	stored := &storedFile{
		File: shape, Kind: kind, Data: file.Data, Large: len(file.Data) > maxDownload,
		Path: fmt.Sprintf("%s/file_%d%s", info.folder, serial, extension),
	}
	stored.FileID, stored.FileUniqueID, stored.FileSize = info.prefix+unique, unique, int64(len(file.Data))
	switch kind {
	case photo, sticker:
		if config, _, err := image.DecodeConfig(bytes.NewReader(file.Data)); err == nil && stored.Width == 0 {
			stored.Width, stored.Height = config.Width, config.Height
		}
		if stored.Width == 0 { // no known picture format; the shape is made up, the bytes are kept
			stored.Width, stored.Height = 800, 600
		}
		if kind == sticker {
			no := false
			stored.Type, stored.IsAnimated, stored.IsVideo = "regular", &no, &no
		}
	case videoNote:
		if stored.Length == 0 {
			stored.Length = 240
		}
	default:
		stored.MimeType = file.MIME
		if stored.MimeType == "" || stored.MimeType == "application/octet-stream" {
			stored.MimeType = info.mime
		}
		if kind != voice {
			stored.FileName = filepath.Base(file.Name)
		}
	}
	s.world.Files[unique] = stored
	return stored
}

func (s *Server) getFile(c *call) (any, *apiError) {
	id := c.text("file_id")
	if id == "" {
		return nil, refuse(fileIDMissing)
	}
	stored := s.world.byFileID(id)
	switch {
	case stored == nil:
		return nil, refuse(fileIDInvalid)
	case stored.Large:
		return nil, refuse(fileTooBig)
	}
	return File{FileID: stored.FileID, FileUniqueID: stored.FileUniqueID, FileSize: stored.FileSize, FilePath: stored.Path}, nil
}
